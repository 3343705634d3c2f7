using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Pipeline.Api.Security;

namespace Pipeline.Api.SignIn;

/// <summary>
/// Makes those wait who fail to sign in, by account and by address. An attempt counts before its password is checked, so that many at
/// once are no way around. Each process counts for itself.
/// </summary>
internal sealed class SignInThrottle(IOptions<AccessOptions> options, TimeProvider time)
{
    /// <summary>Beyond this many accounts and addresses the oldest are forgotten.</summary>
    private const int MaxRemembered = 10_000;

    /// <summary>Many people may share one address.</summary>
    private const int FailuresPerAddress = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Failures> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts an attempt. Returns how long to wait instead, or null to go on.</summary>
    /// <param name="account">The name that was given, whether or not it exists: the answer must not tell.</param>
    /// <param name="address">From where; null when that is not known.</param>
    public TimeSpan? Begin(string account, IPAddress? address)
    {
        var now = time.GetUtcNow();
        var max = options.Value.MaxFailures;
        var (byAccount, byAddress) = KeysOf(account, address);
        lock (_gate)
        {
            var wait = Max(WaitOf(byAccount, max, now), WaitOf(byAddress, max * FailuresPerAddress, now));
            if (wait is null)
            {
                Count(byAccount, now);
                Count(byAddress, now);
            }

            return wait;
        }
    }

    /// <summary>The attempt was no failure.</summary>
    public void Succeed(string account, IPAddress? address)
    {
        var (byAccount, byAddress) = KeysOf(account, address);
        lock (_gate)
        {
            _failures.Remove(byAccount);
            if (_failures.TryGetValue(byAddress, out var failures))
            {
                _failures[byAddress] = failures with { Count = failures.Count - 1 };
            }
        }
    }

    private static (string Account, string Address) KeysOf(string account, IPAddress? address) =>
        ($"account {account}", $"address {NetworkOf(address)}");

    // One customer of a provider has all addresses of the first 64 bits.
    private static string? NetworkOf(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false }
            ? Convert.ToHexString(address.GetAddressBytes(), 0, 8)
            : address?.MapToIPv4().ToString();

    private static TimeSpan? Max(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other : one;

    private TimeSpan? WaitOf(string key, int max, DateTimeOffset now) =>
        _failures.TryGetValue(key, out var failures) && failures.Count >= max && failures.Until > now ? failures.Until - now : null;

    private void Count(string key, DateTimeOffset now)
    {
        if (_failures.Count >= MaxRemembered)
        {
            Forget(now);
        }

        var before = _failures.TryGetValue(key, out var failures) && failures.Until > now ? failures.Count : 0;
        _failures[key] = new Failures(before + 1, now + options.Value.Lockout);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in _failures.Where(one => one.Value.Until <= now).ToList())
        {
            _failures.Remove(key);
        }

        foreach (var (key, _) in _failures.OrderBy(one => one.Value.Until).Take(_failures.Count - MaxRemembered / 2).ToList())
        {
            _failures.Remove(key);
        }
    }

    /// <param name="Count">Failures, and attempts that are still being checked.</param>
    /// <param name="Until">When they are forgotten.</param>
    private readonly record struct Failures(int Count, DateTimeOffset Until);
}
