using System.Text.Json.Serialization;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Apis;

/// <summary>One value of custom.metrics.k8s.io/v1beta1; Window in whole seconds.</summary>
internal sealed record CustomValueV1(DescribedObject DescribedObject, string MetricName, string Timestamp, long? Window, Quantity Value)
{
    /// <summary>The metric's selector; null, which is written, for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public LabelSelectorSpec? Selector { get; init; }
}
