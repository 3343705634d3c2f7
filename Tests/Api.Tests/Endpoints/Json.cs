using System.Text.Json;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

internal static class Json
{
    /// <summary>Compares values, not the order of an object's members; numbers compare by value.</summary>
    public static void Equal(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), $"expected {expected}, got {actual}");
    }
}
