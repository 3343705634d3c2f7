using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Api.Security;
using Pipeline.Api.SignIn;
using Xunit;

namespace Pipeline.Api.Tests.SignIn;

public sealed class SignInThrottleTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly AccessOptions _options = new() { MaxFailures = 3, Lockout = TimeSpan.FromMinutes(10) };
    private readonly SignInThrottle _throttle;

    public SignInThrottleTests() => _throttle = new SignInThrottle(Options.Create(_options), _time);

    [Fact]
    public void Begin_TooManyFailuresOfAnAccount_WaitsUntilTheyAreForgotten()
    {
        Fail("ann", 3);

        Assert.Equal(_options.Lockout, _throttle.Begin("ANN", IPAddress.Parse("198.51.100.9")));
        Assert.Null(_throttle.Begin("ben", Home));
        _time.Advance(_options.Lockout);
        Assert.Null(_throttle.Begin("ann", Home));
    }

    [Fact]
    public void Begin_WhileWaiting_DoesNotProlongIt()
    {
        Fail("ann", 3);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(TimeSpan.FromMinutes(1), _throttle.Begin("ann", Home));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_throttle.Begin("ann", Home));
    }

    [Fact]
    public void Begin_ManyAccountsFromOneNetwork_Waits()
    {
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(_throttle.Begin($"user{i}", IPAddress.Parse($"2001:db8::{i:x}")));
        }

        Assert.NotNull(_throttle.Begin("ann", IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(_throttle.Begin("ann", IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void Begin_ManyAtOnce_CountsThemBeforeTheirEnd()
    {
        var begun = new SemaphoreSlim(0);
        Parallel.For(0, 50, _ =>
        {
            if (_throttle.Begin("ann", null) is null)
            {
                begun.Release();
            }
        });

        Assert.Equal(3, begun.CurrentCount);
        begun.Dispose();
    }

    [Fact]
    public void Succeed_AfterFailures_ForgetsThoseOfTheAccount()
    {
        Fail("ann", 2);
        Assert.Null(_throttle.Begin("ann", Home));
        _throttle.Succeed("ann", Home);

        Fail("ann", 2);
        Assert.Null(_throttle.Begin("ann", Home));
    }

    [Fact]
    public void Begin_MoreNamesThanAreRemembered_StillMakesTheLatestWait()
    {
        for (var i = 0; i < 12_000; i++)
        {
            _throttle.Begin(i.ToString(CultureInfo.InvariantCulture), new IPAddress(0x0100000A + ((long)i << 8)));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Fail("ann", 3);
        Assert.NotNull(_throttle.Begin("ann", Home));
    }

    private void Fail(string account, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Null(_throttle.Begin(account, Home));
        }
    }
}
