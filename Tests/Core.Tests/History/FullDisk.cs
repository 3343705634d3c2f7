using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Tests.History;

/// <summary>A format whose file is written and then does not fit on the disk.</summary>
internal sealed class FullDisk(IPartFormat inner) : IPartFormat
{
    public int SchemaVersion => inner.SchemaVersion;

    public async Task<PartContent> WriteAsync(string path, IAsyncEnumerable<RawEvent> events, CancellationToken cancellationToken)
    {
        await inner.WriteAsync(path, events, cancellationToken);
        throw new IOException("No space left on device");
    }

    public Task<PartContent> ExamineAsync(string path, CancellationToken cancellationToken) => inner.ExamineAsync(path, cancellationToken);
}
