using System.Runtime.InteropServices;
using MessagePack;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>
/// Products are stored as [exact, [id …], [quantity …], [name or nil …], [Unix milliseconds of the naming …]], ids in ordinal order.
/// </summary>
internal sealed class ProductsSum : PartSum
{
    private const int Columns = 5;

    private readonly KeyTable _ids = new();
    private readonly KeyTable _names = new();
    private readonly List<Total> _totals = [];
    private bool _exact = true;

    public static byte[] Encode(ProductTotals totals) => Packing.Pack((ref MessagePackWriter writer) =>
    {
        KeyValuePair<string, ProductTotal>[] sorted = [.. totals.Products.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        writer.WriteArrayHeader(Columns);
        writer.Write(totals.Exact);
        writer.WriteArrayHeader(sorted.Length);
        foreach (var (id, _) in sorted)
        {
            writer.Write(id);
        }

        writer.WriteArrayHeader(sorted.Length);
        foreach (var (_, total) in sorted)
        {
            writer.WriteDecimal(total.Quantity);
        }

        writer.WriteArrayHeader(sorted.Length);
        foreach (var (_, total) in sorted)
        {
            writer.Write(total.Name);
        }

        writer.WriteArrayHeader(sorted.Length);
        foreach (var (_, total) in sorted)
        {
            writer.Write(total.NameAt.ToUnixTimeMilliseconds());
        }
    });

    public override void Add(ReadOnlyMemory<byte> content) => Packing.Unpack(content, (ref MessagePackReader reader) =>
    {
        reader.ReadHeader(Columns);
        _exact &= reader.ReadBoolean();
        var numbers = new int[reader.ReadArrayHeader()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _ids.NumberOf(reader.ReadUtf8());
        }

        while (_totals.Count < _ids.Count)
        {
            _totals.Add(Total.None);
        }

        var totals = CollectionsMarshal.AsSpan(_totals);
        reader.ReadHeader(numbers.Length);
        foreach (var number in numbers)
        {
            totals[number].Quantity += reader.ReadDecimal();
        }

        var names = new int[numbers.Length];
        reader.ReadHeader(numbers.Length);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.TryReadNil() ? Total.NoName : _names.NumberOf(reader.ReadUtf8());
        }

        reader.ReadHeader(numbers.Length);
        for (var i = 0; i < names.Length; i++)
        {
            Rename(ref totals[numbers[i]], names[i], DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()));
        }
    });

    public override Rollup ToRollup()
    {
        var products = new Dictionary<string, ProductTotal>(_ids.Count);
        for (var number = 0; number < _ids.Count; number++)
        {
            var total = _totals[number];
            products.Add(_ids.Text(number), new ProductTotal(total.Quantity, NameOf(total.Name), total.NameAt));
        }

        return new Rollup { Products = new ProductTotals(products, _exact) };
    }

    /// <summary>As <see cref="ProductTotal.Plus"/>: the later name stays, and of two at the same instant the ordinally greater.</summary>
    private void Rename(ref Total total, int name, DateTimeOffset at)
    {
        if (at > total.NameAt
            || (at == total.NameAt && name != total.Name && string.CompareOrdinal(NameOf(name), NameOf(total.Name)) > 0))
        {
            (total.Name, total.NameAt) = (name, at);
        }
    }

    private string? NameOf(int name) => name == Total.NoName ? null : _names.Text(name);

    private struct Total
    {
        public const int NoName = -1;

        public static readonly Total None = new() { Name = NoName };

        public decimal Quantity;
        public int Name;
        public DateTimeOffset NameAt;
    }
}
