using System.Text;

namespace Autoscale.Metrics;

/// <summary>
/// Which pods and containers a node has, each found by its index, in the order in which its kubelet tells of the containers.
/// Immutable: scrape after scrape shares it, as long as none comes or goes.
/// </summary>
internal sealed class NodeShape
{
    private readonly PodName[] _pods;
    private readonly int[] _firstOfPod;
    private readonly ContainerPlace[] _containers;

    private NodeShape(PodName[] pods, int[] firstOfPod, ContainerPlace[] containers)
    {
        _pods = pods;
        _firstOfPod = firstOfPod;
        _containers = containers;
    }

    /// <summary>Of a node without pods.</summary>
    public static NodeShape Empty { get; } = new([], [], []);

    public int PodCount => _pods.Length;

    public int ContainerCount => _containers.Length;

    /// <summary>Makes the shape of the containers in their order; each is named once.</summary>
    public static NodeShape Of(IReadOnlyList<ContainerName> names)
    {
        var pods = new List<PodName>();
        var indices = new Dictionary<PodName, (int Index, int Last)>(PodName.Comparer);
        var first = new List<int>();
        var containers = new ContainerPlace[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var isKnown = indices.TryGetValue(names[i].Pod, out var pod);
            if (isKnown)
            {
                containers[pod.Last] = containers[pod.Last] with { Next = i };
            }
            else
            {
                pod.Index = pods.Count;
                pods.Add(names[i].Pod);
                first.Add(i);
            }

            containers[i] = new ContainerPlace(names[i].Container, pod.Index, Next: -1);
            indices[names[i].Pod] = (pod.Index, i);
        }

        return new([.. pods], [.. first], containers);
    }

    public PodName Pod(int pod) => _pods[pod];

    public ContainerName Name(int container) => new(_pods[_containers[container].Pod], _containers[container].Name);

    /// <summary>The pod that a container belongs to.</summary>
    public int PodOf(int container) => _containers[container].Pod;

    /// <summary>Whether the container bears these names.</summary>
    public bool Is(int container, ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> pod, ReadOnlySpan<byte> name)
    {
        var place = _containers[container];
        var owner = _pods[place.Pod];
        return Ascii.Equals(pod, owner.Name) && Ascii.Equals(name, place.Name) && Ascii.Equals(@namespace, owner.Namespace);
    }

    /// <summary>The index of a pod, which may be the one guessed; -1 when there is none.</summary>
    public int Find(PodName pod, int guess) =>
        guess < _pods.Length && _pods[guess] == pod ? guess : Array.IndexOf(_pods, pod);

    /// <summary>The indices of all pods.</summary>
    public Dictionary<PodName, int> Indices()
    {
        var indices = new Dictionary<PodName, int>(_pods.Length, PodName.Comparer);
        for (var pod = 0; pod < _pods.Length; pod++)
        {
            indices.Add(_pods[pod], pod);
        }

        return indices;
    }

    /// <summary>The first container of a pod.</summary>
    public int FirstOf(int pod) => _firstOfPod[pod];

    /// <summary>The next container of the same pod; negative after the last one.</summary>
    public int NextOf(int container) => _containers[container].Next;

    private readonly record struct ContainerPlace(string Name, int Pod, int Next);
}
