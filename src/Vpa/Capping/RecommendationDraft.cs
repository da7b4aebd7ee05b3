using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Capping;

/// <summary>A container's recommendation while it is being bounded.</summary>
internal sealed class RecommendationDraft(RecommendedContainerResources source)
{
    private readonly SortedDictionary<string, Quantity>? _target = Amounts.Copy(source.Target);
    private readonly SortedDictionary<string, Quantity>? _lower = Amounts.Copy(source.LowerBound);
    private readonly SortedDictionary<string, Quantity>? _upper = Amounts.Copy(source.UpperBound);

    /// <summary>The container.</summary>
    public string Container => source.ContainerName;

    /// <summary>One of its lists; null when the recommendation has none.</summary>
    public SortedDictionary<string, Quantity>? List(RecommendedList list) => list switch
    {
        RecommendedList.Target => _target,
        RecommendedList.LowerBound => _lower,
        _ => _upper,
    };

    /// <summary>The recommendation as it is now; what is uncapped stays so.</summary>
    public RecommendedContainerResources Finish() => source with { Target = _target, LowerBound = _lower, UpperBound = _upper };
}
