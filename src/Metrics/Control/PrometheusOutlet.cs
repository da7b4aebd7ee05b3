using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>The feed of one target, and how answers are written into it.</summary>
internal sealed class PrometheusOutlet
{
    private readonly PrometheusTarget _target;
    private readonly PrometheusPicture _picture;
    private readonly MetricTable _table;
    private readonly string _server;
    private readonly SeriesFeed? _external;
    private readonly CustomFeed? _custom;

    /// <summary>Opens the feed; it is absent until the first answer.</summary>
    public PrometheusOutlet(PrometheusTarget target, SourceSettings settings, string server, MetricTable table)
    {
        (_target, _table, _server) = (target, table, server);
        _picture = new PrometheusPicture(target, settings with { Name = server });
        _external = target.Of is not null ? null
            : target.IsDiscovered ? table.OpenDiscovered(settings.Scope, server, target.Metric)
            : table.OpenFeed(settings.Scope, server, target.Metric);
        _custom = target.Of is not { } of ? null
            : target.IsDiscovered ? table.OpenDiscovered(settings.Scope, server, new CustomMetric(of.Kind, target.Metric))
            : table.OpenCustomFeed(settings.Scope, server, new CustomMetric(of.Kind, target.Metric));
    }

    /// <summary>Whether an autoscaler looks at it.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Writes what the answer says, or why it says nothing; returns how many series it wrote.</summary>
    public int Publish(PrometheusAnswer answer, DateTimeOffset now)
    {
        if (_picture.WhyAbsent(answer) is { } absence)
        {
            Fail(absence, now);
            return 0;
        }

        if (_target.Of is { } of)
        {
            var described = _picture.Custom(answer, of, now);
            _custom?.Replace(described);
            return described.Count;
        }

        var series = _picture.External(answer, now);
        _external?.Replace(series);
        return series.Count;
    }

    /// <summary>Makes the target absent for the reason given in one line.</summary>
    public void Fail(string because, DateTimeOffset now)
    {
        _external?.Fail($"{_server}: {because}", now);
        _custom?.Fail($"{_server}: {because}", now);
    }

    /// <summary>Says why the target is not asked for until somebody wants to know.</summary>
    public void Wait(string because, DateTimeOffset now)
    {
        _external?.Wait($"{_server}: {because}", now);
        _custom?.Wait($"{_server}: {because}", now);
    }

    /// <summary>Closes the feed.</summary>
    public void Close()
    {
        if (_external is not null)
        {
            _table.CloseFeed(_external);
        }

        if (_custom is not null)
        {
            _table.CloseCustomFeed(_custom);
        }
    }
}
