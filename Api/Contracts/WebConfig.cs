namespace Pipeline.Api.Contracts;

/// <summary>What a client has to know about the shop and this API before it asks anything else.</summary>
/// <param name="Shop">The shop's name.</param>
/// <param name="TimeZone">IANA id of the zone whose days are reported.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Demo">Whether a demo shop is served at <c>/demo</c>.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Limits">The largest requests that are taken.</param>
internal sealed record WebConfig(string Shop, string TimeZone, string Currency, bool Demo, string Version, WebConfig.RequestLimits Limits)
{
    /// <param name="EventsPerBatch">Events in one batch.</param>
    /// <param name="BatchBytes">Bytes of one batch, uncompressed.</param>
    /// <param name="EventBytes">Bytes of one event.</param>
    public sealed record RequestLimits(int EventsPerBatch, int BatchBytes, int EventBytes);
}
