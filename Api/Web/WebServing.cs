using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Web;

/// <summary>Serves the built web at every address that no endpoint has.</summary>
internal static partial class WebServing
{
    /// <summary>
    /// The pages have no inline script and no inline style, so that there is nothing to except. Charts are saved by way of <c>data:</c>.
    /// </summary>
    private const string PagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // The names of assets change with their content.
    private const string AssetCaching = "public, max-age=31536000, immutable";
    private const string PageCaching = "no-cache";

    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSettings<WebOptions>(configuration, WebOptions.SectionName).AddSingleton<WebFiles>();

    public static IApplicationBuilder UseWeb(this IApplicationBuilder app)
    {
        var files = app.ApplicationServices.GetRequiredService<WebFiles>();
        if (!files.Exist)
        {
            Log.NotBuilt(app.ApplicationServices.GetRequiredService<ILogger<WebFiles>>(), files.Directory);
            return app;
        }

        return app.UseWhen(
            context => context.GetEndpoint() is null && HttpMethods.IsGet(context.Request.Method),
            web => web.Use((context, next) => RewriteAsync(context, next, files)).UseStaticFiles(new StaticFileOptions
            {
                FileProvider = files.Provider,
                ContentTypeProvider = new ContentTypes(),
                OnPrepareResponse = SetHeaders,
            }));
    }

    private static async Task RewriteAsync(HttpContext context, RequestDelegate next, WebFiles files)
    {
        var asked = context.Request.Path;
        if (files.Find(asked, context.Request.GetTypedHeaders().AcceptEncoding) is { } file)
        {
            context.Request.Path = file;
            await next(context);
            context.Request.Path = asked;
            return;
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static void SetHeaders(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentSecurityPolicy = PagePolicy;
        headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets") ? AssetCaching : PageCaching;
        if (Precompressed.Of(file.File.Name) is { } encoding)
        {
            headers.ContentEncoding = encoding.Name;
        }
    }

    /// <summary>The type of a precompressed copy is that of its original.</summary>
    private sealed class ContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
            _types.TryGetContentType(Precompressed.Of(subpath) is { } encoding ? subpath[..^encoding.Extension.Length] : subpath, out contentType);
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Information, "No dashboard is served: {Directory} has no built web")]
        public static partial void NotBuilt(ILogger logger, string directory);
    }
}
