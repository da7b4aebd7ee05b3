using System.Text.Json.Serialization;

namespace Autoscale.Quota.Control;

/// <summary>The JSON contract of what this room sends, and of what discovery answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuotaStatusPatch))]
[JsonSerializable(typeof(ApiGroups))]
[JsonSerializable(typeof(ApiResources))]
internal sealed partial class QuotaJson : JsonSerializerContext;
