using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pipeline.Api.Contracts;

namespace Pipeline.Api.OpenApi;

/// <summary>Describes the bodies of endpoints that read them as bytes, about which the framework knows nothing.</summary>
internal static class BodyDocs
{
    private const string Event =
        """
        {"userId":"u-1842","sessionId":"s-77120","eventType":"ADD_TO_CART","page":"/products/4711",
         "metadata":{"device":"mobile","productId":"4711","productName":"Kettle","price":39.9,"quantity":1}}
        """;

    private const string IdentifiedEvent =
        """
        {"eventId":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","timestamp":"2025-03-30T09:15:00.123Z","userId":"u-1842",
         "sessionId":"s-77120","eventType":"ORDER_PLACED","page":"/checkout","metadata":{"amount":39.9}}
        """;

    private const string Profile = """{"fname":"Zoe","lname":"Neil","age":34,"country":"DE","language":"de","metadata":{"tier":"gold"}}""";

    private const string Rebuild = """{"from":"2025-03-01","to":"2025-03-31"}""";

    private const string SignIn = """{"name":"ann","password":"correct horse battery"}""";

    private const string Retry = """{"job":"rebuild-rollups","from":"2025-03-01","to":"2025-03-31"}""";

    public static RouteHandlerBuilder WithEventBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(("application/json", await SchemaAsync<EventRequest>(context, cancellationToken), Parse(Event))));

    public static RouteHandlerBuilder WithBatchBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var either = new OpenApiSchema
            {
                OneOf =
                [
                    await SchemaAsync<EventRequest[]>(context, cancellationToken),
                    await SchemaAsync<BatchRequest>(context, cancellationToken),
                ],
            };
            var lines = new OpenApiSchema { Type = JsonSchemaType.String, Description = "One event per line." };
            var example = OneLine(Event) + "\n" + OneLine(IdentifiedEvent) + "\n";
            operation.RequestBody = Body(
                ("application/json", either, new JsonArray(Parse(Event), Parse(IdentifiedEvent))),
                ("application/x-ndjson", lines, example));
        });

    public static RouteHandlerBuilder WithProfileBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(
                ("application/json", await SchemaAsync<ProfileRequest>(context, cancellationToken), Parse(Profile))));

    public static RouteHandlerBuilder WithRebuildBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(
                ("application/json", await SchemaAsync<RebuildRequest>(context, cancellationToken), Parse(Rebuild))));

    public static RouteHandlerBuilder WithJsonBody<T>(this RouteHandlerBuilder endpoint, string example) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(("application/json", await SchemaAsync<T>(context, cancellationToken), Parse(example))));

    public static RouteHandlerBuilder WithSignInBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(
                ("application/json", await SchemaAsync<SignInRequest>(context, cancellationToken), Parse(SignIn))));

    public static RouteHandlerBuilder WithRetryBody(this RouteHandlerBuilder endpoint) =>
        endpoint.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
            operation.RequestBody = Body(
                ("application/json", await SchemaAsync<RetryRunsRequest>(context, cancellationToken), Parse(Retry))));

    private static OpenApiRequestBody Body(params (string Type, OpenApiSchema Schema, JsonNode? Example)[] contents) => new()
    {
        Required = true,
        Content = contents.ToDictionary(
            content => content.Type, content => new OpenApiMediaType { Schema = content.Schema, Example = content.Example }),
    };

    private static Task<OpenApiSchema> SchemaAsync<T>(OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        context.GetOrCreateSchemaAsync(typeof(T), cancellationToken: cancellationToken);

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static string OneLine(string json) => Parse(json).ToJsonString();
}
