using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Api.Endpoints;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class UserIdInPathTests
{
    // As Kestrel hands them over: the request line, and the route value that it decoded all but %2F in.
    [Theory]
    [InlineData("/api/users/a%2Fb", "a%2Fb", "a/b")]
    [InlineData("/api/users/a%252Fb", "a%2Fb", "a%2Fb")]
    [InlineData("/api/users/a%2fb%252F%25?query=/", "a%2fb%2F%", "a/b%2F%")]
    [InlineData("/API/Users/%F0%9F%98%80%2F/sessions", "😀%2F", "😀/")]
    [InlineData("http://127.0.0.1:8080/api/users/a%2Fb/journeys", "a%2Fb", "a/b")]
    [InlineData("/api/users/%ED%A0%80", "%ED%A0%80", "%ED%A0%80")]
    [InlineData("/api/%75sers/a%2Fb", "a%2Fb", "a/b")]
    [InlineData("/api/users/a+b", "a+b", "a+b")]
    public void ReadId_AnyEscapes_IsWhatTheClientMeant(string target, string decoded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;

        Assert.Equal(expected, UserIdInPath.ReadId(context.Request, decoded));
    }
}
