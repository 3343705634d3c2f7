namespace Pipeline.Core.Archive.Parquet.Columns;

/// <summary>Values that the Parquet reader hands out as pointers.</summary>
internal static class NativeBytes
{
    public static unsafe ReadOnlySpan<byte> Span(nint pointer, int length) => new((void*)pointer, length);
}
