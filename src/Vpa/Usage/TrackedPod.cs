namespace Autoscale.Vpa.Usage;

/// <summary>A pod that the model knows, and what it remembers of its containers.</summary>
internal sealed class TrackedPod(string name, UsageGroup group)
{
    private ContainerInstance[] _containers = [];

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>The pods of its labels.</summary>
    public UsageGroup Group { get; set; } = group;

    /// <summary>Its place among them.</summary>
    public int Place { get; set; }

    /// <summary>Whether it runs, or its controller still exists.</summary>
    public bool IsActive { get; set; }

    /// <summary>Its containers.</summary>
    public Span<ContainerInstance> Containers => _containers;

    /// <summary>The place of a container, -1 where there is none; it is found at once where it is guessed right.</summary>
    public int Find(string container, int guess = -1)
    {
        if (guess >= 0 && guess < _containers.Length && _containers[guess].Evidence.Container == container)
        {
            return guess;
        }

        for (var place = 0; place < _containers.Length; place++)
        {
            if (_containers[place].Evidence.Container == container)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Adds the containers that it does not have yet; as upstream, none goes before the pod does.</summary>
    public void AddContainers(IReadOnlyList<string> containers)
    {
        var missing = containers.Where(container => Find(container) < 0).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            _containers = [.. _containers, .. missing.Select(container => new ContainerInstance(Group.EvidenceOf(container)))];
        }
    }

    /// <summary>Counts to pods of other labels from now on.</summary>
    public void MoveTo(UsageGroup other)
    {
        Group.Remove(this);
        other.Add(this);
        foreach (ref var container in _containers.AsSpan())
        {
            container.Evidence = other.EvidenceOf(container.Evidence.Container);
        }
    }
}
