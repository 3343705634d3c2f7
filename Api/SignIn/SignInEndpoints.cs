using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pipeline.Api.Audit;
using Pipeline.Api.Contracts;
using Pipeline.Api.Hosting;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;

namespace Pipeline.Api.SignIn;

internal static class SignInEndpoints
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const int MaxBytes = 8_192;
    private const int MaxLength = 1_024;

    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAntiforgery(tokens => (tokens.Cookie.Name, tokens.Cookie.SameSite) = ("pipeline-form", SameSiteMode.Strict));
        return services.AddSingleton<SignInThrottle>().AddSingleton<PasswordSignIn>().AddIdentityProvider(configuration);
    }

    public static IEndpointRouteBuilder MapSignInEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInCookie.Page, ShowPage).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(SignInPage.StylePath, () => TypedResults.Text(SignInPage.Style, "text/css")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(IdentityProvider.Path, GoToProvider).AllowAnonymous().ExcludeFromDescription();

        var people = routes.MapGroup("/api").WithTags("Sign-in");
        people.MapPost("/sign-in", SignInAsync).WithName("SignIn").WithSummary("Sign in with an account")
            .WithDescription("Sets a cookie. Who fails too often has to wait: 429 with `Retry-After`.").WithSignInBody()
            .Produces<DataResponse<Me>>().AllowAnonymous().WithShare(Shares.SignIns);
        people.MapPost("/sign-out", SignOutAsync).WithName("SignOut").WithSummary("End the sign-in of this browser").AllowAnonymous();
        people.MapGroup("").RequireAccess(Access.Reader)
            .MapGet("/me", GetMe).WithName("GetMe").WithSummary("Who this request is from, and what it may do");
        return routes;
    }

    private static Ok<DataResponse<Me>> GetMe(ClaimsPrincipal user) => TypedResults.Ok(new DataResponse<Me>(
        new(user.Identity!.Name!, [.. user.FindAll(ClaimTypes.Role).Select(role => role.Value)])));

    private static IResult GoToProvider(HttpContext context, IOptions<IdentityProviderOptions> provider) =>
        provider.Value.IsConfigured() ? IdentityProvider.Challenge(context) : TypedResults.StatusCode(StatusCodes.Status404NotFound);

    private static IResult ShowPage(HttpContext context, CurrentAccess access, IAntiforgery antiforgery)
    {
        var returnTo = ReturnAddress.Of(context.Request.Query[SignInCookie.ReturnParameter]);
        return access.IsOpen ? TypedResults.LocalRedirect(returnTo)
            : SignInCookie.IsWithoutRole(context.User) ? NoAccess(context)
            : Page(context, antiforgery, returnTo);
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, PasswordSignIn signIn, IAntiforgery antiforgery, CancellationToken cancellationToken)
    {
        if (RequestBody.CheckType(context.Request, Json, Form) == Form)
        {
            return await SignInByFormAsync(context, signIn, antiforgery);
        }

        var asked = await RequestBody.ReadJsonAsync(context.Request, ApiJsonContext.Default.SignInRequest, MaxBytes, cancellationToken);
        if (asked is not { Name.Length: > 0 and <= MaxLength, Password.Length: > 0 and <= MaxLength })
        {
            throw RequestBody.Refuse(StatusCodes.Status400BadRequest, "must have a name and a password");
        }

        var (account, wait) = await signIn.TryAsync(context, asked.Name, asked.Password);
        if (account is not null)
        {
            return TypedResults.Ok(new DataResponse<Me>(new(account.Name, [account.Role])));
        }

        var status = Refuse(context, wait);
        await ErrorWriter.WriteAsync(context, status, wait is null ? "Name or password is wrong." : "Too many attempts: wait, then try again.");
        return TypedResults.Empty;
    }

    private static async Task<IResult> SignInByFormAsync(HttpContext context, PasswordSignIn signIn, IAntiforgery antiforgery)
    {
        if (context.Request.ContentLength is not <= MaxBytes)
        {
            throw RequestBody.Refuse(StatusCodes.Status413PayloadTooLarge, $"must say that it has at most {MaxBytes} bytes");
        }

        var form = await context.Request.ReadFormAsync();
        var returnTo = ReturnAddress.Of(form[SignInCookie.ReturnParameter]);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page(context, antiforgery, returnTo, text => text.PageIsOld);
        }

        var (name, password) = (form["name"].ToString(), form["password"].ToString());
        if (name.Length > MaxLength || password.Length > MaxLength)
        {
            throw RequestBody.Refuse(StatusCodes.Status400BadRequest, $"must have at most {MaxLength} characters in each field");
        }

        var (account, wait) = await signIn.TryAsync(context, name, password);
        if (account is not null)
        {
            return TypedResults.LocalRedirect(returnTo);
        }

        context.Response.StatusCode = Refuse(context, wait);
        return Page(context, antiforgery, returnTo, text => wait is null ? text.IsWrong : text.HasToWait);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, AuditTrail audit)
    {
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: Access.Cookie, Name: { } name })
        {
            await audit.RecordAsync(context, name, "SignOut", "", StatusCodes.Status204NoContent);
        }

        await context.SignOutAsync(Access.Cookie);
        return context.Request.HasFormContentType ? TypedResults.LocalRedirect(SignInCookie.Page) : TypedResults.NoContent();
    }

    private static int Refuse(HttpContext context, TimeSpan? wait)
    {
        if (wait is not { } time)
        {
            return StatusCodes.Status401Unauthorized;
        }

        context.Response.Headers.RetryAfter = Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return StatusCodes.Status429TooManyRequests;
    }

    private static ContentHttpResult Page(
        HttpContext context, IAntiforgery antiforgery, string returnTo, Func<SignInText, string>? problem = null)
    {
        var text = SignInText.For(context.Request);
        return Html(context, SignInPage.Write(
            text,
            antiforgery.GetAndStoreTokens(context),
            returnTo,
            context.RequestServices.GetRequiredService<IOptions<IdentityProviderOptions>>().Value.IsConfigured(),
            problem?.Invoke(text)));
    }

    private static ContentHttpResult NoAccess(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Html(context, SignInPage.WriteNoAccess(SignInText.For(context.Request), context.User.Identity!.Name!));
    }

    private static ContentHttpResult Html(HttpContext context, string page)
    {
        context.Response.Headers.ContentSecurityPolicy = SignInPage.ContentPolicy;
        return TypedResults.Content(page, "text/html; charset=utf-8", statusCode: context.Response.StatusCode);
    }
}
