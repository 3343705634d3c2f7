using System.Buffers.Binary;
using ParquetSharp;
using Pipeline.Core.Rollups.Folding;

namespace Pipeline.Core.Archive.Parquet.Columns;

/// <summary>
/// The keys of metadata that KPIs use, as columns of their own: for those who ask in SQL. They follow from the metadata, read as folding
/// reads it. Not thread-safe.
/// </summary>
internal sealed class FactColumns(int capacity)
{
    private const decimal Scale = 1_000_000m;

    private readonly TextColumn _device = new(capacity, optional: true);
    private readonly TextColumn _query = new(capacity, optional: true);
    private readonly FixedColumn _resultCount = new(PartSchema.NumberBytes, capacity, optional: true);
    private readonly TextColumn _productId = new(capacity, optional: true);
    private readonly TextColumn _productName = new(capacity, optional: true);
    private readonly FixedColumn _quantity = new(PartSchema.NumberBytes, capacity, optional: true);
    private readonly FixedColumn _amount = new(PartSchema.NumberBytes, capacity, optional: true);

    // It keeps every text that it has seen: a new one for each row group.
    private MetadataReader _metadata = new();

    public void Clear()
    {
        _metadata = new();
        _device.Clear();
        _query.Clear();
        _resultCount.Clear();
        _productId.Clear();
        _productName.Clear();
        _quantity.Clear();
        _amount.Clear();
    }

    public void Append(ReadOnlySpan<byte> metadata)
    {
        var facts = _metadata.Read(metadata);
        _device.Append(facts.Device);
        _query.Append(facts.Query);
        Append(_resultCount, facts.ResultCount);
        _productId.Append(facts.ProductId);
        _productName.Append(facts.ProductName);
        Append(_quantity, facts.Quantity);
        Append(_amount, facts.Amount);
    }

    public bool EqualTo(FactColumns other) =>
        _device.EqualTo(other._device)
        && _query.EqualTo(other._query)
        && _resultCount.EqualTo(other._resultCount)
        && _productId.EqualTo(other._productId)
        && _productName.EqualTo(other._productName)
        && _quantity.EqualTo(other._quantity)
        && _amount.EqualTo(other._amount);

    /// <param name="next">Gives the next column of the file.</param>
    public void WriteTo(Action<Action<ColumnWriter>> next)
    {
        next(_device.WriteTo);
        next(_query.WriteTo);
        next(_resultCount.WriteTo);
        next(_productId.WriteTo);
        next(_productName.WriteTo);
        next(_quantity.WriteTo);
        next(_amount.WriteTo);
    }

    /// <param name="rows">Rows of the row group.</param>
    /// <param name="next">Gives the next column of the file.</param>
    public void ReadFrom(int rows, Action<Action<ColumnReader>> next)
    {
        Clear();
        next(column => _device.ReadFrom(column, rows));
        next(column => _query.ReadFrom(column, rows));
        next(column => _resultCount.ReadFrom(column, rows));
        next(column => _productId.ReadFrom(column, rows));
        next(column => _productName.ReadFrom(column, rows));
        next(column => _quantity.ReadFrom(column, rows));
        next(column => _amount.ReadFrom(column, rows));
    }

    /// <summary>Parquet's decimals are big-endian two's complements of the number without its point.</summary>
    private static void Append(FixedColumn column, decimal? number)
    {
        if (number is not { } value)
        {
            column.AppendNull();
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, (Int128)(value * Scale));
        column.Append(bytes[^PartSchema.NumberBytes..]);
    }
}
