using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Archive.Local;

/// <summary>What the archive may take of the machine that works with it.</summary>
public sealed class ArchiveLocalOptions
{
    public const string SectionName = "Pipeline:Archive:Local";

    /// <summary>
    /// Bytes of parts from S3 that are kept on this machine's disk; parts in use may exceed it. A directory archive is read where it lies.
    /// Default 10 GiB.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "It must be at least 0.")]
    public long CacheBytes { get; set; } = 10L << 30;

    /// <summary>MiB that sorting a part may take, and that queries of the archive may take together. Default 256.</summary>
    [Range(64, 65_536, ErrorMessage = "It must be between 64 and 65536.")]
    public int MemoryMegabytes { get; set; } = 256;

    /// <summary>Threads of queries of the archive. Default 2.</summary>
    [Range(1, 256, ErrorMessage = "It must be between 1 and 256.")]
    public int Threads { get; set; } = 2;
}
