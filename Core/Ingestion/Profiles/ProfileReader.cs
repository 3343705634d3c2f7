using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Core.Ingestion.Profiles;

/// <summary>Reads profiles from UTF-8 JSON and checks every rule; unknown fields, null and doubled fields are treated as in events.</summary>
public static class ProfileReader
{
    /// <summary>What ingest may add to a profile as sent: its user's id in its longest escaped form.</summary>
    private const int MaxInsertedLength = 16 + EventLimits.MaxIdLength * 12;

    /// <summary>
    /// Checks a profile as a client sent it for <paramref name="userId"/> and appends it to <paramref name="output"/> as an item of
    /// an envelope, which names its user. Nothing is written when it is refused.
    /// </summary>
    public static bool TryAppend(
        string userId, ReadOnlySpan<byte> json, IBufferWriter<byte> output, [NotNullWhen(false)] out Fault? fault)
    {
        var scan = ProfileScan.Run(json, ProfileLimits.MaxProfileBytes);
        fault = UserIdRules.Check(userId) ?? scan.Fault;
        if (fault is null && scan.UserId is not null && scan.UserId != userId)
        {
            fault = new Fault("userId", "must be absent or the one in the address");
        }

        if (fault is not null)
        {
            return false;
        }

        Append(json, scan.UserId is null ? userId : null, output);
        return true;
    }

    /// <summary>Reads a profile that ingest wrote.</summary>
    /// <param name="json">One JSON object.</param>
    /// <param name="receivedAt">Receipt time of the envelope.</param>
    /// <param name="sequence">The item's number in its producer's sequence.</param>
    /// <param name="update">The profile.</param>
    /// <param name="fault">The broken rule.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> json,
        DateTimeOffset receivedAt,
        long sequence,
        [NotNullWhen(true)] out ProfileUpdate? update,
        [NotNullWhen(false)] out Fault? fault)
    {
        var scan = ProfileScan.Run(json.Span, ProfileLimits.MaxProfileBytes + MaxInsertedLength);
        update = null;
        fault = scan.Fault ?? (scan.UserId is null ? new Fault("userId", "is required") : null);
        if (fault is not null)
        {
            return false;
        }

        var profile = new UserProfile(
            scan.UserId!, scan.Fname, scan.Lname, scan.Age, scan.Country, scan.Language, scan.Metadata);
        update = new ProfileUpdate(profile, receivedAt, sequence);
        return true;
    }

    private static void Append(ReadOnlySpan<byte> json, string? userId, IBufferWriter<byte> output)
    {
        var fields = json[(json.IndexOf((byte)'{') + 1)..].TrimStart(" \t\r\n"u8);
        output.Write("{"u8);
        if (userId is not null)
        {
            output.Write("\"userId\":\""u8);
            output.Write(JsonEncodedText.Encode(userId, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
            output.Write(fields[0] == '}' ? "\""u8 : "\","u8);
        }

        output.Write(fields);
    }
}
