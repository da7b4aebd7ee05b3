using System.Security.Cryptography;
using System.Text;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Readings that applications report themselves, as messages on the bus or over HTTP. It takes reports from its making until it is
/// disposed; what is reported is in the table at once.
/// </summary>
public sealed class PushedSource : ISource
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _writing = new();
    private readonly PushedSourceOptions _options;
    private readonly SourceSettings _settings;
    private readonly SourceTools _tools;
    private readonly PushedBook _book;
    private readonly PushedFeeds _feeds;
    private readonly byte[]? _token;
    private volatile SourceHealth _health = new("nothing has been reported yet", null, 0, null);
    private bool _isClosed;

    /// <summary>Opens the source: its metrics are absent until they are reported.</summary>
    public PushedSource(PushedSourceOptions options, SourceSettings settings, MetricTable table, SourceTools tools)
    {
        (_options, _settings, _tools) = (options, settings, tools);
        _book = new PushedBook(options.MaxSeries);
        _feeds = new PushedFeeds(table, settings);
        _token = options.Token is { Length: >= PushedLimits.ShortestToken } token ? HashOf(token) : null;
        foreach (var metric in options.Metrics ?? [])
        {
            _feeds.Open(metric, tools.Time.GetUtcNow());
        }

        tools.Pushed.Add(this);
    }

    /// <inheritdoc />
    public event Action? HealthChanged;

    /// <inheritdoc />
    public string Name => _settings.Name;

    /// <inheritdoc />
    public SourceHealth Health => _health;

    /// <summary>Where it takes messages on the bus; null where it takes none.</summary>
    internal string? Address => _options.Address;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Look, _tools.Time, cancellationToken);
            Forget();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _tools.Pushed.Remove(this);
        lock (_writing)
        {
            _isClosed = true;
            _feeds.Close();
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the hash is that of the source's token; it takes the same time for every hash.</summary>
    internal bool HasToken(ReadOnlySpan<byte> hash) => _token is not null && CryptographicOperations.FixedTimeEquals(_token, hash);

    /// <summary>The hash by which tokens are compared.</summary>
    internal static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Takes all readings of a report, or none where one of them is wrong.</summary>
    internal PushedAnswer Take(MetricReported report)
    {
        PushedAnswer answer;
        lock (_writing)
        {
            answer = _isClosed ? Refused(new PushedProblem(PushedRefusal.Forbidden, "readings", $"{Name} is no longer there")) : TakeNow(report);
        }

        TellHealth();
        return answer;
    }

    /// <summary>Takes over what a source was told that this one replaces, as far as this one may have it; the other takes no more.</summary>
    internal void Inherit(PushedSource before)
    {
        IReadOnlyList<PushedReading> readings;
        lock (before._writing)
        {
            before._isClosed = true;
            readings = before._book.All;
        }

        lock (_writing)
        {
            var own = readings.Where(reading => MayHave(reading.Series)).Select(reading => Relabelled(reading, before._settings.Labels));
            _feeds.Write(_book.Take([.. own]) ?? []);
        }

        TellHealth();
    }

    private bool MayHave(PushedSeriesKey series) => _options.Metrics is null
        ? series.Kind is null
        : _options.Metrics.Any(metric => metric.Name == series.Metric && (series.Kind is { } kind ? metric.Of.Contains(kind) : metric.Of.Count == 0));

    private PushedReading Relabelled(PushedReading reading, SeriesLabels former)
    {
        var labels = reading.Series.Labels.Where(label => !former.ContainsKey(label.Key)).Concat(_settings.Labels);
        return reading with { Series = reading.Series with { Labels = SeriesLabels.Of(labels) } };
    }

    private static PushedAnswer Refused(params IEnumerable<PushedProblem> problems) => new(0, 0, [.. problems]);

    private PushedAnswer TakeNow(MetricReported report)
    {
        var now = _tools.Time.GetUtcNow();
        var check = new ReportCheck(_options, _settings, now);
        check.Check(report);
        var problems = check.Problems.Count > 0 ? check.Problems : TakenByOthers(check.Readings);
        if (problems.Count > 0)
        {
            return Refused(problems);
        }

        if ((_book.Take(check.Readings) ?? RetryTake(check.Readings, now)) is not { } taken)
        {
            var message = $"{Name} would have more series than it may: it has {_book.Count} of {_options.MaxSeries}";
            return Refused(new PushedProblem(PushedRefusal.TooMany, "readings", message, _options.MaxSeries));
        }

        _feeds.Write(taken);
        return new PushedAnswer(taken.Count, check.Readings.Count - taken.Count, []);
    }

    private IReadOnlyList<PushedReading>? RetryTake(IReadOnlyList<PushedReading> readings, DateTimeOffset now)
    {
        _feeds.Remove(_book.Forget(now));
        return _book.Take(readings);
    }

    // Whose metrics are declared has them by an order that was settled before; the others must not add to what is not theirs.
    private List<PushedProblem> TakenByOthers(IReadOnlyList<PushedReading> readings) => _options.Metrics is not null
        ? []
        : [.. from metric in readings.Select(reading => reading.Series.Metric).Distinct()
              let owner = _feeds.OtherOwner(metric)
              where owner is not null
              select new PushedProblem(PushedRefusal.Forbidden, "readings", $"metric {metric} is served by {owner}")];

    private void Forget()
    {
        lock (_writing)
        {
            _feeds.Remove(_book.Forget(_tools.Time.GetUtcNow()));
        }

        TellHealth();
    }

    private void TellHealth()
    {
        SourceHealth before, now;
        lock (_writing)
        {
            before = _health;
            now = _health = new SourceHealth(Problem(), _book.Last, _book.Count, null);
        }

        if (now.DiffersFrom(before))
        {
            HealthChanged?.Invoke();
        }
    }

    private string? Problem()
    {
        if (_options.Token is not null && _token is null)
        {
            return $"its token has less than {PushedLimits.ShortestToken} characters, so nobody may report over HTTP";
        }

        return _book.Last is null ? "nothing has been reported yet"
            : _book.IsAlive(_tools.Time.GetUtcNow()) ? null : "all that was reported is no longer valid";
    }
}
