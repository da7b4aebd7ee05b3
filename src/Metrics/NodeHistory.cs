using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>What a node's scrapes said so far, as far as rates need it; immutable.</summary>
internal sealed class NodeHistory
{
    private readonly CounterRate? _node;
    private readonly Dictionary<PodName, Dictionary<string, CounterRate>> _pods;

    private NodeHistory(CounterRate? node, Dictionary<PodName, Dictionary<string, CounterRate>> pods)
    {
        _node = node;
        _pods = pods;
    }

    /// <summary>Before the first scrape.</summary>
    public static NodeHistory Empty { get; } = new(null, []);

    /// <summary>Goes on with the next scrape: what it does not mention is gone.</summary>
    public NodeHistory Next(NodeSample sample, TimeSpan period)
    {
        var pods = new Dictionary<PodName, Dictionary<string, CounterRate>>(sample.Pods.Count, PodName.Comparer);
        foreach (var (pod, points) in sample.Pods)
        {
            var before = _pods.GetValueOrDefault(pod);
            var rates = new Dictionary<string, CounterRate>(points.Count, StringComparer.Ordinal);
            foreach (var (container, point) in points)
            {
                rates.Add(container, before is not null && before.TryGetValue(container, out var rate)
                    ? rate.Next(point, period)
                    : CounterRate.First(point, period));
            }

            pods.Add(pod, rates);
        }

        return new(NextOfNode(sample.Node), pods);
    }

    /// <summary>The usage at the last scrape, of every pod whose containers all have one.</summary>
    public NodePicture Picture(string node) => new(
        node,
        _node is { } rate ? UsageOf(node, rate) : null,
        [.. _pods.Select(pod => UsageOf(pod.Key, pod.Value)).OfType<PodUsage>()]);

    private static NodeUsage? UsageOf(string node, CounterRate rate) =>
        rate.TryGetCpu(out var cpu, out var window) ? new(node, rate.Last.Time, window, Cpu(cpu), Memory(rate)) : null;

    /// <summary>
    /// One container without a rate takes the whole pod away, unlike metrics-server after a counter went back: a sum over the other
    /// containers would look like less usage.
    /// </summary>
    private static PodUsage? UsageOf(PodName pod, Dictionary<string, CounterRate> rates)
    {
        var containers = new List<ContainerUsage>(rates.Count);
        var (time, window) = (DateTimeOffset.MaxValue, TimeSpan.Zero);
        foreach (var (container, rate) in rates)
        {
            if (!rate.TryGetCpu(out var cpu, out var span))
            {
                return null;
            }

            containers.Add(new(container, Cpu(cpu), Memory(rate)));
            if (rate.Last.Time < time)
            {
                (time, window) = (rate.Last.Time, span);
            }
        }

        return new(pod.Namespace, pod.Name, time, window, containers);
    }

    private static Quantity Cpu(long nanocores) => Quantity.FromScaled(nanocores, Quantity.Nano);

    private static Quantity Memory(CounterRate rate) => Quantity.FromLong(rate.Last.MemoryBytes, QuantityFormat.BinarySI);

    private CounterRate? NextOfNode(CounterPoint? point) => (point, _node) switch
    {
        (null, _) => null,
        ({ } now, null) => new CounterRate(now, null),
        ({ } now, { } rate) => rate.Next(now, TimeSpan.Zero),
    };
}
