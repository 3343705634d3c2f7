namespace Pipeline.Core.Rollups.Encoding;

/// <summary>The sum of one part over many stored rollups while it is made. Not thread-safe.</summary>
internal abstract class PartSum
{
    /// <summary>Adds a part as it is stored. After an exception the sum is unusable.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public abstract void Add(ReadOnlyMemory<byte> content);

    /// <summary>A rollup that has only this part.</summary>
    public abstract Rollup ToRollup();
}
