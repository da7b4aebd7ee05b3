using System.Diagnostics.Metrics;

namespace Autoscale.Metrics.Control;

/// <summary>The instruments of the room: meter Autoscale.Metrics.</summary>
public sealed class MetricsTelemetry
{
    private readonly Counter<long> _readings;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _moved;
    private readonly Counter<long> _pushed;
    private readonly Counter<long> _asked;

    /// <summary>Creates the instruments.</summary>
    public MetricsTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create("Autoscale.Metrics");
        _readings = meter.CreateCounter<long>("autoscale.metrics.readings", "{reading}", "Attempts to read a source");
        _duration = meter.CreateHistogram<double>("autoscale.metrics.reading.duration", "s", "Time that one reading of a source took");
        _moved = meter.CreateCounter<long>("autoscale.metrics.moved", "{series}", "Series whose value moved");
        _pushed = meter.CreateCounter<long>("autoscale.metrics.pushed", "{report}", "Reports of applications, by way and outcome");
        _asked = meter.CreateCounter<long>("autoscale.metrics.api.requests", "{request}", "Requests to the metrics APIs, by group and HTTP code");
    }

    /// <summary>Counts one reading of a source ("kubelet", "rabbitmq") and its outcome.</summary>
    public void Read(string source, bool succeeded, TimeSpan took)
    {
        var tags = new KeyValuePair<string, object?>("source", source);
        _readings.Add(1, tags, new("outcome", succeeded ? "ok" : "failed"));
        _duration.Record(took.TotalSeconds, tags);
    }

    /// <summary>Counts one report of an application by its way ("bus", "http") and what became of it ("accepted", "invalid", …).</summary>
    public void Pushed(string way, string outcome) => _pushed.Add(1, new("way", way), new("outcome", outcome));

    /// <summary>Counts one request to the metrics APIs by the group ("" for none that is served) and the code of its answer.</summary>
    public void Asked(string group, int code) => _asked.Add(1, new("group", group), new("code", code));

    /// <summary>Counts series that moved.</summary>
    public void Moved(int count) => _moved.Add(count);
}
