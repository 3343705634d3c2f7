using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Analytics;

/// <summary>How far users got, and with which devices.</summary>
public sealed record BehaviorReport : RangeReport
{
    public const int DefaultKeys = 100;

    /// <summary>What the report reads.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [RollupPart.UsersByType, RollupPart.UsersByDevice];

    private BehaviorReport(RangeSum sum)
        : base(sum, TrimNote(sum.Rollup.UsersByType.Exact, "funnel"), TrimNote(sum.Rollup.UsersByDevice.Exact, "devices"))
    {
    }

    /// <summary>The event types that occur, by distinct users, most first, then by type. The steps to an order are all in the first part.</summary>
    public required IReadOnlyList<TypeUsers> Funnel { get; init; }

    /// <summary>How many different event types there are.</summary>
    public required int FunnelTotal { get; init; }

    /// <summary>The devices that occur, by distinct users, most first, then by name.</summary>
    public required IReadOnlyList<DeviceUsers> Devices { get; init; }

    /// <summary>How many different devices there are, an absent one included.</summary>
    public required int DevicesTotal { get; init; }

    public static BehaviorReport Of(RangeSum sum, ListWindow window)
    {
        var (types, devices) = (sum.Rollup.UsersByType.Users, sum.Rollup.UsersByDevice.Users);
        return new(sum)
        {
            Funnel = [.. WithSteps(Ranking.Top(types, window, users => users.Count), types, window)
                .Select(type => new TypeUsers(type.Key, type.Value.Count))],
            FunnelTotal = types.Count,
            Devices = [.. Ranking.Top(devices, window, users => users.Count)
                .Select(device => new DeviceUsers(device.Key.Length == 0 ? null : device.Key, device.Value.Count))],
            DevicesTotal = devices.Count,
        };
    }

    private static IEnumerable<KeyValuePair<string, UserSet>> WithSteps(
        IReadOnlyList<KeyValuePair<string, UserSet>> top, IReadOnlyDictionary<string, UserSet> types, ListWindow window)
    {
        if (window.Offset > 0)
        {
            return top.Where(type => !EventTypes.Funnel.Contains(type.Key));
        }

        // What is not among the first has no more users than they, so it follows them in the list's own order.
        var cut = EventTypes.Funnel.Where(types.ContainsKey).Except(top.Select(type => type.Key)).ToDictionary(step => step, step => types[step]);
        return top.Concat(Ranking.Top(cut, new(0, cut.Count + 1), users => users.Count));
    }

    public sealed record TypeUsers(string EventType, int UniqueUsersCount);

    /// <param name="Device">As it was sent; null for events without one.</param>
    /// <param name="UniqueUsersCount">Distinct users.</param>
    public sealed record DeviceUsers(string? Device, int UniqueUsersCount);
}
