using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.History;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Testing.Fakes;

namespace Pipeline.Testing;

/// <summary>All places where events can lie; what a test does not give is in memory and empty.</summary>
public sealed record EventStores(IRawStore Raw, ISealedDays Sealed, TimeProvider Time)
{
    private readonly InMemoryArchive _archive = new();

    public EventStores(InMemoryRawStore raw, TimeProvider? time = null)
        : this(raw, raw.Sealed, time ?? TimeProvider.System)
    {
    }

    /// <summary>For stores of which nothing is ever sealed.</summary>
    public static EventStores NeverSealed(IRawStore raw, TimeProvider? time = null) =>
        new(raw, new InMemoryRawStore().Sealed, time ?? TimeProvider.System);

    public IArchiveCatalogue Catalogue { get; init; } = new InMemoryArchiveCatalogue();

    public IArchivedEvents Archive { get => field ?? _archive; init; }

    public IPartFormat Format { get => field ?? _archive; init; }

    public IArchiveFiles Files { get => field ?? _archive; init; }

    /// <summary>The archive, unless a test has its own.</summary>
    public InMemoryArchive Memory => _archive;

    public ArchivingOptions Options { get; init; } = new();

    /// <summary>Where parts are made before they go to the archive.</summary>
    public string DataDirectory { get; init; } = Path.Combine(Path.GetTempPath(), $"pipeline-tests-{Guid.NewGuid():N}");

    public EventHistory History() => new(Raw, Sealed, Catalogue, Archive, Time);

    public EventWriter Writer() => new(Raw, History(), Time, NullLogger<EventWriter>.Instance);

    public DayArchiver Archiver() => new(
        Raw,
        Sealed,
        Catalogue,
        Leftovers(),
        new PartArchiver(Sealed, Catalogue, Archive, Publisher()),
        Microsoft.Extensions.Options.Options.Create(Options),
        Time);

    public DayRestorer Restorer(ISessionStore sessions) => new(Raw, sessions, Catalogue, Leftovers(), Archive, Proof(), Time);

    public PartRewriter Rewriter() => new(Sealed, Catalogue, Archive, Proof(), Publisher(), Leftovers());

    public ExpiringDays Expiring() => new(Raw, Sealed, History(), Time);

    public DayExpirer Expirer() => new(Sealed, Catalogue, Leftovers(), Time);

    public ArchiveLeftovers Leftovers() => new(Sealed, Catalogue, Files);

    private RequiredProof Proof() => new(new PartProver(Files, Format), Catalogue, Time);

    private PartPublisher Publisher() => new(Format, Files, Scratch(), Time);

    private ArchiveScratch Scratch()
    {
        Directory.CreateDirectory(DataDirectory);
        return new(Microsoft.Extensions.Options.Options.Create(new DataDirectoryOptions { DataDirectory = DataDirectory }));
    }
}
