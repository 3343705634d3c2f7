using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>How far users got, and with which devices.</summary>
public sealed record BehaviorReport : RangeReport
{
    /// <summary>What the report reads.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [RollupPart.UsersByType, RollupPart.UsersByDevice];

    private BehaviorReport(RangeSum sum)
        : base(sum, TrimNote(sum.Rollup.UsersByType.Exact, "funnel"), TrimNote(sum.Rollup.UsersByDevice.Exact, "devices"))
    {
    }

    /// <summary>Every event type that occurs, by distinct users, most first, then by type.</summary>
    public required IReadOnlyList<TypeUsers> Funnel { get; init; }

    /// <summary>Every device that occurs, by distinct users, most first, then by name.</summary>
    public required IReadOnlyList<DeviceUsers> Devices { get; init; }

    public static BehaviorReport Of(RangeSum sum)
    {
        var (types, devices) = (sum.Rollup.UsersByType.Users, sum.Rollup.UsersByDevice.Users);
        return new(sum)
        {
            Funnel = [.. Ranking.Top(types, types.Count, users => users.Count)
                .Select(type => new TypeUsers(type.Key, type.Value.Count))],
            Devices = [.. Ranking.Top(devices, devices.Count, users => users.Count)
                .Select(device => new DeviceUsers(device.Key.Length == 0 ? null : device.Key, device.Value.Count))],
        };
    }

    public sealed record TypeUsers(string EventType, int UniqueUsersCount);

    /// <param name="Device">As it was sent; null for events without one.</param>
    /// <param name="UniqueUsersCount">Distinct users.</param>
    public sealed record DeviceUsers(string? Device, int UniqueUsersCount);
}
