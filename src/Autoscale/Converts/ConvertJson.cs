using System.Text.Json.Serialization;

namespace Autoscale.Converts;

/// <summary>The JSON contract of what is converted.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AdapterConfiguration))]
[JsonSerializable(typeof(HelmValues))]
[JsonSerializable(typeof(ConfigMapData))]
internal sealed partial class ConvertJson : JsonSerializerContext;
