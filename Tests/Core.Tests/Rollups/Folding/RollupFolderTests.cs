using System.Text;
using CsCheck;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;
using Xunit;

namespace Pipeline.Core.Tests.Rollups.Folding;

public sealed class RollupFolderTests
{
    private static readonly DateTimeOffset At = new(2025, 3, 30, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_PageViewSearchAndOrder_CountAsPageViews()
    {
        var rollup = Fold((EventTypes.PageView, "{}"), (EventTypes.Search, "{}"), (EventTypes.OrderPlaced, "{}"), (EventTypes.ScrollDepth, "{}"));

        Assert.Equal(3, rollup.PageViews["/p"]);
        Assert.Equal(4, rollup.Events.Total);
    }

    [Fact]
    public void Add_Users_AreDistinctByTypeAndDevice()
    {
        var folder = new RollupFolder();
        folder.Add(EventOf(EventTypes.PageView, """{"device":"mobile"}"""), 1);
        folder.Add(EventOf(EventTypes.PageView, """{"device":"mobile"}"""), 1);
        folder.Add(EventOf(EventTypes.Search, """{"device":"desktop"}"""), 1);
        folder.Add(EventOf("LOGIN", "{}"), 2);
        var rollup = folder.ToRollup();

        Assert.Equal(2, rollup.Users.Count);
        Assert.Equal(1, rollup.UsersByType.Users[EventTypes.PageView].Count);
        Assert.Equal(1, rollup.UsersByDevice.Users["mobile"].Count);
        Assert.True(rollup.UsersByDevice.Users[""].Contains(2));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"device":null}""")]
    [InlineData("""{"device":7}""")]
    [InlineData("""{"device":["mobile"]}""")]
    [InlineData("""{"nested":{"device":"mobile"}}""")]
    [InlineData("""{"device":"mobile","device":5}""")]
    [InlineData("")]
    public void Add_NoDevice_CountsUnderTheEmptyKey(string metadata) =>
        Assert.Equal([""], Fold((EventTypes.PageView, metadata)).UsersByDevice.Users.Keys);

    [Theory]
    [InlineData("""{"device":"a","device":"b"}""")]
    [InlineData("""{"dev\u0069ce":"b"}""")]
    [InlineData("""{"device":"\u0062"}""")]
    [InlineData("""{"x":{"device":"a","y":[1,{"z":2}]},"device":"b"}""")]
    public void Add_Device_IsTheLastTopLevelOne(string metadata) =>
        Assert.Equal(["b"], Fold((EventTypes.PageView, metadata)).UsersByDevice.Users.Keys);

    [Fact]
    public void Add_Searches_KeepTheTextAsSent()
    {
        var rollup = Fold(
            (EventTypes.Search, """{"query":"  Phone ","resultCount":0}"""),
            (EventTypes.Search, """{"query":"phone","resultCount":-0.0}"""),
            (EventTypes.Search, """{"query":"phone","resultCount":3}"""),
            (EventTypes.Search, """{"query":"phone","resultCount":"0"}"""),
            (EventTypes.Search, """{"query":5,"resultCount":0}"""),
            (EventTypes.PageView, """{"query":"phone","resultCount":0}"""));

        Assert.Equal(5, rollup.Events.Searches);
        Assert.Equal((1, 3), (rollup.Searches["  Phone "], rollup.Searches["phone"]));
        Assert.Equal((1, 1), (rollup.ZeroResultSearches["  Phone "], rollup.ZeroResultSearches["phone"]));
        Assert.Equal(2, rollup.Searches.Counts.Count);
    }

    [Fact]
    public void Add_ProductIdAsNumberOrText_IsOneProduct()
    {
        var rollup = Fold(
            (EventTypes.AddToCart, """{"productId":1001,"quantity":2}"""),
            (EventTypes.AddToCart, """{"productId":"1001","quantity":1.5,"productName":"Lamp"}"""),
            (EventTypes.AddToCart, """{"productId":"1001","quantity":"9"}"""),
            (EventTypes.AddToCart, """{"productId":true,"quantity":9}"""),
            (EventTypes.RemoveFromCart, """{"productId":"1001","quantity":9}"""));

        Assert.Equal(["1001"], rollup.Products.Products.Keys);
        Assert.Equal(new ProductTotal(3.5m, "Lamp", At), rollup.Products.Products["1001"]);
    }

    [Fact]
    public void Add_ProductRenamed_HasTheNameOfItsLatestEvent()
    {
        var folder = new RollupFolder();
        foreach (var (name, minutes) in new[] { ("old", 0), ("new", 2), ("middle", 1) })
        {
            var metadata = Encoding.UTF8.GetBytes($$"""{"productId":"p","productName":"{{name}}","quantity":1}""");
            folder.Add(EventOf(EventTypes.AddToCart, "{}") with { Timestamp = At.AddMinutes(minutes), Metadata = metadata }, 0);
        }

        Assert.Equal("new", folder.ToRollup().Products.Products["p"].Name);
    }

    [Theory]
    [InlineData("19.99", 19.99)]
    [InlineData("-5", -5)]
    [InlineData("1e3", 1000)]
    [InlineData("1e15", 1e15)]
    [InlineData("0.1234565", 0.123457)]
    [InlineData("1e-400", 0)]
    public void Add_OrderWithAmount_AddsToRevenue(string amount, double expected)
    {
        var rollup = Fold((EventTypes.OrderPlaced, $$"""{"amount":{{amount}}}"""));

        Assert.Equal(((decimal)expected, 1), (rollup.Revenue, rollup.PricedOrders));
    }

    [Theory]
    [InlineData("\"19.99\"")]
    [InlineData("null")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1000000000000001")]
    [InlineData("123456789012345678901234567890123456789")]
    [InlineData("[1]")]
    public void Add_OrderWithoutUsableAmount_CountsAsAnOrderOnly(string amount)
    {
        var rollup = Fold((EventTypes.OrderPlaced, $$"""{"amount":{{amount}}}"""), (EventTypes.OrderPlaced, """{"amount":10}"""));

        Assert.Equal((10m, 1L, 2L), (rollup.Revenue, rollup.PricedOrders, rollup.Events.Orders));
    }

    [Theory]
    [InlineData("""{"device":"\ud800","amount":5}""")]
    [InlineData("""{"\ud800":1,"dev\udc00ice":2,"amount":5}""")]
    [InlineData("""{"productName":"\udfff","amount":5}""")]
    public void Add_UnpairedSurrogates_LeaveTheOtherValues(string metadata) =>
        Assert.Equal(5, Fold((EventTypes.OrderPlaced, metadata)).Revenue);

    [Theory]
    [InlineData("{\"amount\":5")]
    [InlineData("[1]")]
    [InlineData("nonsense")]
    [InlineData("{\"amount\":5,}")]
    public void Add_UnreadableMetadata_CountsAsAbsent(string metadata)
    {
        var rollup = Fold((EventTypes.OrderPlaced, metadata));

        Assert.Equal((0m, 1L), (rollup.Revenue, rollup.Events.Orders));
    }

    [Fact]
    public void Add_DeepNesting_DoesNotThrow()
    {
        var metadata = "{\"device\":" + new string('[', 4_000) + new string(']', 4_000) + "}";

        Assert.Equal([""], Fold((EventTypes.PageView, metadata)).UsersByDevice.Users.Keys);
    }

    [Fact]
    public void Add_AnyBytes_DoesNotThrow() =>
        Gen.OneOf(
            Gen.Byte.Array[0, 50],
            Gen.String[Gen.Char["{}[]\",:\\u01ed8aevicmountqy"], 0, 60].Select(text => Encoding.UTF8.GetBytes("{\"device\":" + text)))
        .Sample(metadata =>
        {
            var folder = new RollupFolder();
            folder.Add(EventOf(EventTypes.AddToCart, "{}") with { Metadata = metadata }, 0);
            return folder.ToRollup().Events.Total == 1;
        });

    [Fact]
    public void Add_LongTexts_AreKeptWhole()
    {
        var query = new string('ü', 3_000);

        Assert.Equal(1, Fold((EventTypes.Search, $$"""{"query":"{{query}}"}""")).Searches[query]);
    }

    private static Rollup Fold(params (string Type, string Metadata)[] events) =>
        RollupGen.Fold(events.Select(evt => (EventOf(evt.Type, evt.Metadata), 0)));

    private static Event EventOf(string type, string metadata) =>
        new(Guid.NewGuid(), At, "u", "s", type, "/p", Encoding.UTF8.GetBytes(metadata));
}
