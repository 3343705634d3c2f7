using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Pipeline.Api.Hosting;

namespace Pipeline.Api.Security;

/// <summary>
/// The accounts and keys that are valid now: those of the last configuration that could be read. A change that can't be read changes
/// nothing and is logged, for nobody is there whom it could keep from starting.
/// </summary>
internal sealed partial class CurrentAccess : IDisposable
{
    private readonly IOptionsFactory<AccessOptions> _options;
    private readonly ILogger<CurrentAccess> _logger;
    private readonly bool _hasIdentityProvider;
    private readonly IDisposable _changes;
    private volatile AccessList _list;
    private volatile bool _isReachable;

    public CurrentAccess(
        IConfiguration configuration, IOptionsFactory<AccessOptions> options, IOptions<IdentityProviderOptions> provider,
        IOptions<ProxyOptions> proxies, ILogger<CurrentAccess> logger)
    {
        _options = options;
        _logger = logger;
        _list = Read();
        _hasIdentityProvider = provider.Value.IsConfigured();
        _isReachable = proxies.Value.Networks.Length > 0;
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    public AccessList List => _list;

    /// <summary>Whether everyone may do everything: nobody is configured, and only this machine reaches the process.</summary>
    public bool IsOpen => _list.IsEmpty && !_hasIdentityProvider && !_isReachable;

    /// <summary>From now on others than this machine can reach the process.</summary>
    public void ClaimReachable() => _isReachable = true;

    /// <summary>What nobody could do that this process serves, one sentence each.</summary>
    public IReadOnlyList<string> FindMissing(ApiParts parts)
    {
        if (IsOpen)
        {
            return [];
        }

        var list = _list;
        var missing = new List<string>();
        if (parts.HasFlag(ApiParts.Ingest) && !list.Grants(Access.Ingest))
        {
            missing.Add($"{AccessOptions.SectionName}:Keys has no key that may ingest: scripts/key NAME prints one.");
        }

        var people = parts.HasFlag(ApiParts.Operations) ? Access.Operator : parts.HasFlag(ApiParts.Analytics) ? Access.Reader : null;
        if (people is not null && !_hasIdentityProvider && !list.Grants(people))
        {
            missing.Add($"{AccessOptions.SectionName}:Accounts has no {people}: scripts/account NAME --role {people} prints one.");
        }

        return missing;
    }

    public void Dispose() => _changes.Dispose();

    private void Reload()
    {
        try
        {
            var list = Read();
            // Removing the last line must not open what was closed.
            _isReachable |= !_list.IsEmpty;
            _list = list;
        }
        catch (OptionsValidationException unreadable)
        {
            Log.Unreadable(_logger, string.Join("; ", unreadable.Failures));
        }
    }

    private AccessList Read() => AccessList.Read(_options.Create(Options.DefaultName), out _);

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Error, "Accounts and keys stay as they were, because the new settings can't be read: {Problems}")]
        public static partial void Unreadable(ILogger logger, string problems);
    }
}
