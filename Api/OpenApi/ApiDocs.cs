using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Scalar.AspNetCore;

namespace Pipeline.Api.OpenApi;

/// <summary>The API's description and the page that shows it.</summary>
internal static partial class ApiDocs
{
    private const string DescriptionPath = "/api/openapi.json";
    private const string PagePath = "/api/docs";

    public static IServiceCollection AddApiDocs(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.CreateSchemaReferenceId = SchemaDetails.ReferenceId;
        options.AddSchemaTransformer<SchemaDetails>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Event pipeline";
            document.Info.Description = "Takes in the user events of a shop and reports what happened.";
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps the description and its page, which loads nothing from the internet.</summary>
    public static IEndpointRouteBuilder MapApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(DescriptionPath).AllowAnonymous();
        routes.MapScalarApiReference(PagePath, page => page
            .WithTitle("Event pipeline")
            .WithOpenApiRoutePattern(DescriptionPath)
            .HideDeveloperTools()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()).AllowAnonymous().AddEndpointFilter(AllowItsScriptAsync);
        return routes;
    }

    /// <summary>For a process that has no page of its own to show first.</summary>
    public static IEndpointRouteBuilder MapRootToApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Redirect(PagePath)).AllowAnonymous().ExcludeFromDescription();
        return routes;
    }

    /// <summary>The page starts with a script of its own, which is allowed by its hash; the viewer writes styles as it goes.</summary>
    private static async ValueTask<object?> AllowItsScriptAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is ContentHttpResult { ResponseContent: { } page })
        {
            var scripts = InlineScript.Matches(page)
                .Select(match => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups["code"].Value)))}'");
            context.HttpContext.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self'{string.Concat(scripts)}; style-src 'self' 'unsafe-inline'; "
                + "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        }

        return result;
    }

    [GeneratedRegex("<script[^>]*>(?<code>.+?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript { get; }
}
