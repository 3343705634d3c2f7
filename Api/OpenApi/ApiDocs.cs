using Scalar.AspNetCore;

namespace Pipeline.Api.OpenApi;

/// <summary>The API's description and the page that shows it.</summary>
internal static class ApiDocs
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

    /// <summary>Maps the description, its page, which loads nothing from the internet, and the redirect to it.</summary>
    public static IEndpointRouteBuilder MapApiDocs(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(DescriptionPath);
        routes.MapScalarApiReference(PagePath, page => page
            .WithTitle("Event pipeline")
            .WithOpenApiRoutePattern(DescriptionPath)
            .HideDeveloperTools()
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp());
        routes.MapGet("/", () => TypedResults.Redirect(PagePath)).ExcludeFromDescription();
        return routes;
    }
}
