using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Persisting;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa;

/// <summary>The JSON contract of the room: camelCase, unknown members are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    Converters = [typeof(KubeTimeConverter)])]
[JsonSerializable(typeof(VerticalPodAutoscaler))]
[JsonSerializable(typeof(VerticalPodAutoscalerCheckpoint))]
[JsonSerializable(typeof(WorkloadTarget))]
[JsonSerializable(typeof(LabelSelectorSpec))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(OriginalResources))]
[JsonSerializable(typeof(PodEviction))]
[JsonSerializable(typeof(VpaStatusPatch))]
[JsonSerializable(typeof(CheckpointPatch))]
[JsonSerializable(typeof(CheckpointDraft))]
[JsonSerializable(typeof(IReadOnlyList<OpenWindow>))]
internal sealed partial class VpaJson : JsonSerializerContext;
