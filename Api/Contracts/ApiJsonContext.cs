using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>Everything that ingest, sign-in, health and errors send.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DataResponse<EventReceipt>))]
[JsonSerializable(typeof(DataResponse<BatchReceipt>))]
[JsonSerializable(typeof(DataResponse<ProfileReceipt>))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(EventRequest))]
[JsonSerializable(typeof(EventRequest[]))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(ProfileRequest))]
[JsonSerializable(typeof(RebuildRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(DataResponse<Me>))]
[JsonSerializable(typeof(RetryRunsRequest))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
