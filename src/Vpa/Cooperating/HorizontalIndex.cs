using System.Collections.Frozen;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Cooperating;

/// <summary>The horizontal autoscalers of one moment by what they scale, made once for many vertical ones.</summary>
public sealed class HorizontalIndex
{
    private readonly FrozenDictionary<ObjectKey, HorizontalPodAutoscaler[]> _byTarget;

    private HorizontalIndex(FrozenDictionary<ObjectKey, HorizontalPodAutoscaler[]> byTarget) => _byTarget = byTarget;

    /// <summary>Nothing is scaled.</summary>
    public static HorizontalIndex Empty { get; } = Of([]);

    /// <summary>Sorts autoscalers by their targets.</summary>
    public static HorizontalIndex Of(IEnumerable<HorizontalPodAutoscaler> autoscalers) => new(autoscalers
        .GroupBy(TargetOf)
        .ToFrozenDictionary(group => group.Key, group => group.OrderBy(one => one.Metadata.Name, StringComparer.Ordinal).ToArray()));

    /// <summary>Those that scale the target of a vertical autoscaler, by name; usually none or one.</summary>
    public IReadOnlyList<HorizontalPodAutoscaler> Find(VerticalPodAutoscaler vpa) =>
        VerticalScope.TargetOf(vpa) is { } target && _byTarget.TryGetValue(target, out var found) ? found : [];

    private static ObjectKey TargetOf(HorizontalPodAutoscaler hpa)
    {
        var target = hpa.Spec.ScaleTargetRef;
        return new(VerticalScope.GroupOf(target.ApiVersion), target.Kind, hpa.Metadata.Namespace, target.Name);
    }
}
