using System.Collections.Concurrent;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Custom metrics of pods and other objects.</summary>
internal sealed class CustomTable
{
    private readonly ConcurrentDictionary<(ObjectKey Of, string Metric), Reading> _readings = new();

    /// <summary>Whether anybody has ever written a custom metric.</summary>
    public bool IsServed { get; set; }

    public Reading? Find(ObjectKey of, string metric) => _readings.GetValueOrDefault((of, metric));

    /// <summary>Sets a reading, or takes it away when null; tells whether it moved.</summary>
    public bool Set(ObjectKey of, string metric, Reading? reading)
    {
        IsServed = true;
        if (reading is null)
        {
            return _readings.TryRemove((of, metric), out _);
        }

        var moved = !_readings.TryGetValue((of, metric), out var before) || reading.MovedFrom(before);
        _readings[(of, metric)] = reading;
        return moved;
    }

    public static SeriesKey KeyOf(ObjectKey of, string metric) =>
        new(of.Kind == "Pod" ? SeriesKind.PodMetric : SeriesKind.ObjectMetric, of.Namespace, metric, LabelsOf(of));

    private static SeriesLabels LabelsOf(ObjectKey of) => SeriesLabels.Of(("kind", of.Kind), ("name", of.Name));
}
