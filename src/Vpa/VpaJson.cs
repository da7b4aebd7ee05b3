using System.Text.Json.Serialization;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa;

/// <summary>The JSON contract of the room: camelCase, unknown members are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(VerticalPodAutoscaler))]
[JsonSerializable(typeof(VerticalPodAutoscalerCheckpoint))]
internal sealed partial class VpaJson : JsonSerializerContext;
