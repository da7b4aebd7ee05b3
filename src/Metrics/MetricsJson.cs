using System.Text.Json.Serialization;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Declared;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics;

/// <summary>The JSON contract of the room: camelCase, unknown members are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ServedMetrics))]
[JsonSerializable(typeof(UsageObject))]
[JsonSerializable(typeof(MetricsList<UsageObject>))]
[JsonSerializable(typeof(MetricsList<ExternalMetricValue>))]
[JsonSerializable(typeof(MetricsTable))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(MetricReported))]
[JsonSerializable(typeof(PushedReceipt))]
[JsonSerializable(typeof(PushedFailure))]
[JsonSerializable(typeof(MetricSource))]
[JsonSerializable(typeof(ClusterMetricSource))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(Control.ApiServiceWrite))]
[JsonSerializable(typeof(MetricsList<CustomValueV1>))]
[JsonSerializable(typeof(MetricsList<CustomValueV2>))]
[JsonSerializable(typeof(AggregatedDiscovery))]
[JsonSerializable(typeof(DiscoveryGroup))]
[JsonSerializable(typeof(DiscoveryGroupList))]
[JsonSerializable(typeof(DiscoveryResourceList))]
[JsonSerializable(typeof(MetricSourceSpec))]
[JsonSerializable(typeof(StatusPatch))]
internal sealed partial class MetricsJson : JsonSerializerContext;
