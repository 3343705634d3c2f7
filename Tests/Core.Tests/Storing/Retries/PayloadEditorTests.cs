using System.Text.Json;
using Pipeline.Core.Storing.Retries;
using Xunit;

namespace Pipeline.Core.Tests.Storing.Retries;

public sealed class PayloadEditorTests
{
    private const string Payload = """{"usr":"é<","metadata":{"amount":"12.50","a/b":1,"list":[{"x":"true"}]}}""";

    [Theory]
    [InlineData("""{"op":"rename","path":"/usr","to":"userId"}""", """{"metadata":{"amount":"12.50","a/b":1,"list":[{"x":"true"}]},"userId":"é<"}""")]
    [InlineData("""{"op":"remove","path":"/metadata"}""", """{"usr":"é<"}""")]
    [InlineData("""{"op":"set","path":"/page","value":"/home"}""", """{"usr":"é<","metadata":{"amount":"12.50","a/b":1,"list":[{"x":"true"}]},"page":"/home"}""")]
    [InlineData("""{"op":"cast","path":"/metadata/amount","to":"number"}""", """{"usr":"é<","metadata":{"amount":12.50,"a/b":1,"list":[{"x":"true"}]}}""")]
    [InlineData("""{"op":"cast","path":"/metadata/a~1b","to":"boolean"}""", """{"usr":"é<","metadata":{"amount":"12.50","a/b":true,"list":[{"x":"true"}]}}""")]
    [InlineData("""{"op":"cast","path":"/metadata/a~1b","to":"string"}""", """{"usr":"é<","metadata":{"amount":"12.50","a/b":"1","list":[{"x":"true"}]}}""")]
    [InlineData("""{"op":"cast","path":"/metadata/list/0/x","to":"boolean"}""", """{"usr":"é<","metadata":{"amount":"12.50","a/b":1,"list":[{"x":true}]}}""")]
    public void Apply_Rule_ChangesItsFieldAndNothingElse(string rule, string expected)
    {
        var changed = PayloadEditor.Apply(Payload, [Rule(rule)]);

        Assert.Equal(expected, changed);
        Assert.Equal(expected, PayloadEditor.Apply(changed, [Rule(rule)]));
    }

    [Theory]
    [InlineData("""{"op":"rename","path":"/nobody","to":"userId"}""")]
    [InlineData("""{"op":"rename","path":"/usr","to":"metadata"}""")]
    [InlineData("""{"op":"remove","path":"/metadata/none/deeper"}""")]
    [InlineData("""{"op":"set","path":"/none/deeper","value":1}""")]
    [InlineData("""{"op":"cast","path":"/usr","to":"number"}""")]
    [InlineData("""{"op":"cast","path":"/metadata","to":"string"}""")]
    [InlineData("""{"op":"cast","path":"/metadata/list/9/x","to":"boolean"}""")]
    public void Apply_RuleThatDoesNotFit_LeavesTheTextAsItIs(string rule) =>
        Assert.Same(Payload, PayloadEditor.Apply(Payload, [Rule(rule)]));

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void Apply_PayloadThatNoRuleCanChange_IsLeftAsItIs(string payload) =>
        Assert.Same(payload, PayloadEditor.Apply(payload, [Rule("""{"op":"remove","path":"/a"}""")]));

    [Theory]
    [InlineData("""{"op":"set","path":"metadata","value":1}""", "path")]
    [InlineData("""{"op":"set","path":"/","value":1}""", "path")]
    [InlineData("""{"op":"set","path":"/a"}""", "value")]
    [InlineData("""{"op":"rename","path":"/a"}""", "to")]
    [InlineData("""{"op":"cast","path":"/a","to":"date"}""", "to")]
    public void TryCheck_BadRule_NamesTheField(string rule, string field)
    {
        Assert.False(PayloadEditor.TryCheck([Rule(rule)], out var fault));
        Assert.Equal(field, fault.Field);
    }

    [Fact]
    public void TryCheck_NumberOfRules_IsBounded()
    {
        var rule = Rule("""{"op":"remove","path":"/a"}""");

        Assert.True(PayloadEditor.TryCheck([rule], out _));
        Assert.False(PayloadEditor.TryCheck([], out _));
        Assert.False(PayloadEditor.TryCheck([.. Enumerable.Repeat(rule, PayloadEditor.MaxRules + 1)], out _));
    }

    private static PayloadRule Rule(string json) => JsonSerializer.Deserialize<PayloadRule>(json, JsonSerializerOptions.Web)!;
}
