namespace Pipeline.Core.Archive.Catalogue;

/// <summary>One proved file of an archived day. The late events of a day form its next generation.</summary>
public sealed record ArchivedPart
{
    /// <summary>The UTC day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>1 for the first file of the day.</summary>
    public required int Generation { get; init; }

    /// <summary>Where the file lies, see <see cref="IArchiveFiles"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Events in it.</summary>
    public required long Rows { get; init; }

    /// <summary>Its size.</summary>
    public required long Bytes { get; init; }

    /// <summary>Hash of the file as it was stored, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Hash over its events whatever their order, see <see cref="Parts.PartContent"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Time of its earliest event.</summary>
    public required DateTimeOffset First { get; init; }

    /// <summary>Time of its latest event.</summary>
    public required DateTimeOffset Last { get; init; }

    /// <summary>Layout of the file, see <see cref="Parts.IPartFormat"/>.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>When it was first proved.</summary>
    public required DateTimeOffset ArchivedAt { get; init; }

    /// <summary>When it was last proved again, or found damaged.</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>What is wrong with the file since it was last looked at; null while nothing is known to be.</summary>
    public string? Problem { get; init; }
}
