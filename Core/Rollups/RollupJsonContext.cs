using System.Text.Json.Serialization;

namespace Pipeline.Core.Rollups;

[JsonSerializable(typeof(RollupDocument))]
internal sealed partial class RollupJsonContext : JsonSerializerContext;
