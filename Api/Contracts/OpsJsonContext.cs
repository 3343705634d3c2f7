using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>What operators send and get about failed batches.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(EditRequest))]
[JsonSerializable(typeof(DiscardRequest))]
[JsonSerializable(typeof(FailedBatch))]
[JsonSerializable(typeof(ErrorResponse))]
internal sealed partial class OpsJsonContext : JsonSerializerContext;
