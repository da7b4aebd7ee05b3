using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

/// <summary>A source that writes one feed and says what a test wants, asked by the common loop.</summary>
internal sealed class ScriptedSource : ISource
{
    private readonly MetricTable _table;
    private readonly SeriesFeed _feed;

    public ScriptedSource(MetricTable table, SourceSettings settings, SourceConnection connection, SourceTools tools)
    {
        _table = table;
        _feed = table.OpenFeed(settings.Name, "depth");
        Name = settings.Name;
        Loop = new SourceLoop(
            new SourceLoopOptions
            {
                Kind = "test",
                Settings = settings,
                Connection = connection,
                ReadAsync = async token =>
                {
                    Asked++;
                    var series = await Answer(token);
                    return new SourceAnswer(() => _feed.Replace(series), series.Count, Bytes);
                },
                Fail = _feed.Fail,
                IsWatched = () => IsWatched,
            },
            tools);
    }

    public string Name { get; }

    public SourceLoop Loop { get; }

    public SourceHealth Health => Loop.Health;

    public int Asked { get; private set; }

    public bool IsWatched { get; set; } = true;

    public long Bytes { get; set; }

    public Func<CancellationToken, Task<IReadOnlyCollection<ExternalSeries>>> Answer { get; set; } =
        _ => Task.FromResult<IReadOnlyCollection<ExternalSeries>>([Some.Series("depth", 3)]);

    public event Action? HealthChanged
    {
        add => Loop.HealthChanged += value;
        remove => Loop.HealthChanged -= value;
    }

    public Task RunAsync(CancellationToken cancellationToken) => Loop.RunAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        _table.CloseFeed(_feed);
        return ValueTask.CompletedTask;
    }
}
