using System.Text.Json.Serialization;

namespace Pipeline.Tools.Bench.Ingest;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ParsedEvent[]))]
internal sealed partial class ParsedJsonContext : JsonSerializerContext;
