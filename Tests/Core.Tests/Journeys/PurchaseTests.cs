using System.Text;
using Pipeline.Core.Journeys;
using Xunit;

namespace Pipeline.Core.Tests.Journeys;

public sealed class PurchaseTests
{
    [Theory]
    [InlineData("""{"amount":12.34,"quantity":3}""", "12.34", "3")]
    [InlineData("""{"quantity":1e2,"amount":-5.5}""", "-5.5", "100")]
    [InlineData("""{"amount":1,"amount":2}""", "2", "0")]
    [InlineData("""{"amount":1,"amount":null}""", "0", "0")]
    [InlineData("""{"amount":"12","quantity":true}""", "0", "0")]
    [InlineData("""{"amount":1e400,"quantity":1e15}""", "0", "1000000000000000")]
    [InlineData("""{"amount":1000000000000001}""", "0", "0")]
    [InlineData("""{"amount":0.0000005}""", "0.000001", "0")]
    [InlineData("""{"order":{"amount":7},"items":[{"quantity":8}],"\u0061mount":9}""", "9", "0")]
    [InlineData("""{}""", "0", "0")]
    [InlineData("", "0", "0")]
    [InlineData("""{"amount":5,""", "0", "0")]
    [InlineData("[1]", "0", "0")]
    public void Read_Metadata_TakesUsableNumbersOnly(string metadata, string amount, string quantity) =>
        Assert.Equal(
            new Purchase(decimal.Parse(amount, null), decimal.Parse(quantity, null)),
            Purchase.Read(Encoding.UTF8.GetBytes(metadata)));
}
