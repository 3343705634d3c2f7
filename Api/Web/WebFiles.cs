using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Pipeline.Api.Hosting;

namespace Pipeline.Api.Web;

/// <summary>Which file of the built web answers an address.</summary>
internal sealed class WebFiles : IDisposable
{
    public const string Tracker = "/t.js";

    private const string Dashboard = $"/{WebOptions.FirstPage}";
    private const string DemoShop = $"/demo/{WebOptions.FirstPage}";

    private readonly PhysicalFileProvider? _files;
    private readonly bool _hasDashboard;
    private readonly bool _hasDemoShop;

    public WebFiles(IOptions<WebOptions> options, ApiSetup setup)
    {
        Directory = options.Value.GetFullDirectory();
        _files = File.Exists(Path.Join(Directory, Dashboard)) ? new PhysicalFileProvider(Directory) : null;

        // Shops may load the tracker from a process that only takes events in; nobody reads numbers there.
        _hasDashboard = setup.Analyses;
        _hasDemoShop = setup.Analyses && options.Value.Demo;
    }

    public string Directory { get; }

    /// <summary>Whether the web has been built.</summary>
    public bool Exist => _files is not null;

    public bool HasDashboard => Exist && _hasDashboard;

    public IFileProvider Provider => _files ?? (IFileProvider)new NullFileProvider();

    /// <summary>
    /// The path of the file, in the best of the encodings that the client accepts, or null when the address is not the web's.
    /// </summary>
    public string? Find(PathString path, IList<StringWithQualityHeaderValue> accepted)
    {
        var file = FileOf(path);
        return file is null || !Provider.GetFileInfo(file).Exists ? null
            : Precompressed.Encodings.Where(encoding => encoding.IsAccepted(accepted)).Select(encoding => file + encoding.Extension)
                .FirstOrDefault(copy => Provider.GetFileInfo(copy).Exists) ?? file;
    }

    private string? FileOf(PathString path)
    {
        if (path == Tracker)
        {
            return Tracker;
        }

        // What begins with a dot is the build's own.
        var isOthers = path.StartsWithSegments("/api") || path.StartsWithSegments("/hangfire")
            || path.Value?.Contains("/.", StringComparison.Ordinal) == true;
        if (isOthers || !_hasDashboard)
        {
            return null;
        }

        var isFile = Path.HasExtension(path.Value);
        return path.StartsWithSegments("/demo") ? _hasDemoShop ? isFile ? path.Value : DemoShop : null
            : isFile ? path.Value
            : Dashboard;
    }

    public void Dispose() => _files?.Dispose();
}
