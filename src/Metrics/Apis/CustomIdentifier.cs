using System.Text.Json.Serialization;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Apis;

/// <summary>A metric by its name and its selector.</summary>
internal sealed record CustomIdentifier(string Name)
{
    /// <summary>The metric's selector; null, which is written, for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public LabelSelectorSpec? Selector { get; init; }
}
