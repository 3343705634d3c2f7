using MessagePack;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>The small numbers of a rollup, without its parts, as bytes. Equal totals have equal bytes.</summary>
public static class TotalsCodec
{
    private const int Fields = 9;

    public static ReadOnlyMemory<byte> Encode(Rollup rollup) => Packing.Pack((ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(Fields);
        writer.Write(rollup.Events.Total);
        writer.Write(rollup.Events.Searches);
        writer.Write(rollup.Events.AddedToCart);
        writer.Write(rollup.Events.RemovedFromCart);
        writer.Write(rollup.Events.Orders);
        writer.Write(rollup.Sessions);
        writer.WriteDecimal(rollup.Revenue);
        writer.Write(rollup.PricedOrders);
        writer.WriteArrayHeader(rollup.Days.Days.Count);
        foreach (var (day, point) in rollup.Days.Days.OrderBy(day => day.Key))
        {
            writer.WriteArrayHeader(3);
            writer.Write(day.DayNumber);
            writer.Write(point.Sessions);
            writer.Write(point.Orders);
        }
    });

    /// <summary>A rollup that has only the totals.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public static Rollup Decode(ReadOnlyMemory<byte> content)
    {
        var totals = Rollup.Empty;
        Packing.Unpack(content, (ref MessagePackReader reader) =>
        {
            reader.ReadHeader(Fields);
            totals = new Rollup
            {
                Events = new EventCounts(
                    reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
                Sessions = reader.ReadInt64(),
                Revenue = reader.ReadDecimal(),
                PricedOrders = reader.ReadInt64(),
                Days = ReadDays(ref reader),
            };
        });
        return totals;
    }

    private static DailySeries ReadDays(ref MessagePackReader reader)
    {
        var days = new Dictionary<DateOnly, DayPoint>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            reader.ReadHeader(3);
            days.Add(DateOnly.FromDayNumber(reader.ReadInt32()), new DayPoint(reader.ReadInt64(), reader.ReadInt64()));
        }

        return days.Count == 0 ? DailySeries.Empty : new DailySeries(days);
    }
}
