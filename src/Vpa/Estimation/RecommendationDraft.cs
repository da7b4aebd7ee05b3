using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Estimation;

/// <summary>A recommendation in the making, which stays the previous one for as long as no container differs.</summary>
internal struct RecommendationDraft(RecommendedPodResources? previous, int most)
{
    private static readonly RecommendedPodResources Nothing = new();
    private readonly IReadOnlyList<RecommendedContainerResources> _before = (previous ?? Nothing).ContainerRecommendations;
    private List<RecommendedContainerResources>? _moved;
    private int _count;

    /// <summary>What was recommended for the container that comes next, or null.</summary>
    public readonly RecommendedContainerResources? Before(string container) =>
        _count < _before.Count && _before[_count].ContainerName == container ? _before[_count] : null;

    public void Add(RecommendedContainerResources container)
    {
        if (_moved is null && (_count >= _before.Count || !ReferenceEquals(_before[_count], container)))
        {
            _moved = new(most);
            _moved.AddRange(_before.Take(_count));
        }

        _moved?.Add(container);
        _count++;
    }

    public readonly PodRecommendation Finish()
    {
        if (_moved is null && previous is not null && _count == _before.Count)
        {
            return new(previous, HasMoved: false);
        }

        return new(new() { ContainerRecommendations = _moved ?? [.. _before.Take(_count)] }, HasMoved: true);
    }
}
