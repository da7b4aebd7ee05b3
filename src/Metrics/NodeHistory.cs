using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>What a node's scrapes said so far, as far as rates need it.</summary>
internal sealed class NodeHistory(string node)
{
    private CounterRate _node;
    private CounterRate[] _rates = [];

    /// <summary>The containers of the last scrape.</summary>
    public NodeShape Shape { get; private set; } = NodeShape.Empty;

    /// <summary>
    /// Goes on with the next scrape (what it does not mention is gone), and gives the usage of every pod whose containers all have
    /// one. One container without a rate takes the whole pod away, unlike metrics-server after a counter went back: a sum over the
    /// others would look like less usage.
    /// </summary>
    public NodeReadings Next(NodeSample sample, ScrapeMoment at)
    {
        _rates = RatesOf(sample.Shape);
        Shape = sample.Shape;
        _node = _node.Next(sample.Node, at);
        var amounts = new ContainerAmounts[_rates.Length];
        var moments = new PodMoment[Shape.PodCount];
        var isPartial = new bool[Shape.PodCount];
        for (var i = 0; i < _rates.Length; i++)
        {
            _rates[i] = _rates[i].Next(sample.Points[i], at);
            var pod = Shape.PodOf(i);
            var (time, memory) = (_rates[i].Last.Time, _rates[i].Last.MemoryBytes);
            if (!_rates[i].TryGetCpu(at.Clock, out var cpu, out var window))
            {
                isPartial[pod] = true;
                continue;
            }

            amounts[i] = new ContainerAmounts(cpu, memory);
            moments[pod] = moments[pod].IsPresent && moments[pod].Time <= time ? moments[pod] : new PodMoment(time, window);
        }

        for (var pod = 0; pod < isPartial.Length; pod++)
        {
            moments[pod] = isPartial[pod] ? default : moments[pod];
        }

        return new NodeReadings(Shape, UsageOfNode(at), moments, amounts);
    }

    private NodeUsage? UsageOfNode(ScrapeMoment at) => _node.TryGetCpu(at.Clock, out var cpu, out var window)
        ? new(
            node,
            _node.Last.Time,
            window,
            Quantity.FromScaled(cpu, Quantity.Nano),
            Quantity.FromLong(_node.Last.MemoryBytes, QuantityFormat.BinarySI))
        : null;

    private CounterRate[] RatesOf(NodeShape shape)
    {
        if (shape == Shape)
        {
            return _rates;
        }

        var before = new Dictionary<ContainerName, CounterRate>(_rates.Length);
        for (var i = 0; i < _rates.Length; i++)
        {
            before.Add(Shape.Name(i), _rates[i]);
        }

        var rates = new CounterRate[shape.ContainerCount];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = before.GetValueOrDefault(shape.Name(i));
        }

        return rates;
    }
}
