using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.OpenApi;

/// <summary>
/// Adds what the types don't say: parameters are read as text so that refusals can be ours, and values with their own converter
/// are opaque to the framework.
/// </summary>
internal sealed class SchemaDetails : IOpenApiSchemaTransformer
{
    /// <summary>JSON that passes through unchanged gets no component.</summary>
    public static string? ReferenceId(JsonTypeInfo type) =>
        IsRawJson(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.ParameterDescription is { Name: var parameter })
        {
            DescribeParameter(schema, parameter);
        }
        else
        {
            DescribeValue(schema, context.JsonTypeInfo);
        }

        return Task.CompletedTask;
    }

    private static void DescribeParameter(OpenApiSchema schema, string name)
    {
        switch (name)
        {
            case "limit":
                (schema.Type, schema.Format, schema.Minimum) = (JsonSchemaType.Integer, "int32", "1");
                break;
            case "from" or "to":
                schema.Format = "date";
                break;
            case "period":
                schema.Enum = [.. ReportingPeriods.Names.Select(period => JsonValue.Create(period))];
                break;
        }
    }

    private static void DescribeValue(OpenApiSchema schema, JsonTypeInfo type)
    {
        var value = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        var orNull = value == type.Type ? default(JsonSchemaType) : JsonSchemaType.Null;
        if (value == typeof(DateTimeOffset) || value.IsEnum)
        {
            schema.Type = JsonSchemaType.String | orNull;
        }
        else if (IsRawJson(type.Type))
        {
            schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
        }

        foreach (var absent in type.Properties.Where(IsLeftOutWhenNull))
        {
            schema.Required?.Remove(absent.Name);
        }
    }

    private static bool IsRawJson(Type type) =>
        type == typeof(JsonElement) || type == typeof(JsonElement?) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(JsonObject);

    private static bool IsLeftOutWhenNull(JsonPropertyInfo property) =>
        property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
            is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
