using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>The JSON contract of what this room sends: patches of scale and status.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubeTimeConverter)])]
[JsonSerializable(typeof(ScalePatch))]
[JsonSerializable(typeof(StatusPatch))]
[JsonSerializable(typeof(HpaSpec))]
internal sealed partial class HpaJson : JsonSerializerContext;
