using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Pipeline.Api.Contracts;
using Pipeline.Core;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>The filters of a list of failed batches, in its address.</summary>
internal sealed record FailedBatchQuery(
    string? Reason, string? Source, string? Kind, string? State, string? From, string? To, string? Text)
{
    public bool TryRead(ReportingCalendar calendar, [NotNullWhen(true)] out QuarantineFilter? filter, [NotNullWhen(false)] out Fault? fault) =>
        FailedBatchSelection.TryRead(
            new FailedBatchFilter { Reason = Reason, Source = Source, Kind = Kind, From = From, To = To, Text = Text },
            State,
            calendar,
            out filter,
            out fault);
}

/// <summary>Places in the list as clients get them, to send them back unread.</summary>
internal static class FailedBatchCursor
{
    private const char Separator = ':';
    private const int MaxLength = 4_000;

    public static string After(QuarantineEntry entry) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{entry.FirstSeenAt.UtcTicks}{Separator}{entry.Id}")));

    public static bool TryRead(string? text, out QuarantinePosition? after, [NotNullWhen(false)] out Fault? fault)
    {
        after = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (text.Trim() is { Length: <= MaxLength } given && Base64Url.IsValid(given))
        {
            var content = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(given)).Split(Separator, 2);
            if (content.Length == 2
                && long.TryParse(content[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                && ticks <= DateTimeOffset.MaxValue.UtcTicks)
            {
                after = new QuarantinePosition(new DateTimeOffset(ticks, TimeSpan.Zero), content[1]);
                return true;
            }
        }

        fault = new Fault("cursor", "must be what an earlier answer had as next", $"{text.Length} characters");
        return false;
    }
}
