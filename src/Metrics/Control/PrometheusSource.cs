using System.Collections.Immutable;
using System.Threading.Channels;
using Autoscale.Metrics.Sources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Reads metrics by the HTTP API of Prometheus (also of Thanos, Mimir, VictoriaMetrics …). Every query is asked once for all who want
/// its answer, at its own pace; together they keep to the budget of one source. A query that fails, or returns nothing, makes its own
/// metrics absent and no others.
/// </summary>
public sealed partial class PrometheusSource : ISource
{
    private const string Probe = "vector(1)";

    private readonly PrometheusSourceOptions _options;
    private readonly SourceSettings _settings;
    private readonly MetricTable _table;
    private readonly Interest _interest;
    private readonly TimeProvider _time;
    private readonly Lock _telling = new();
    private readonly ILogger _logger;
    private readonly string _address;
    private readonly PrometheusServers _servers;
    private readonly PrometheusAsking _asking;
    private readonly PrometheusDiscovery? _discovery;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<PrometheusTarget, PrometheusOutlet> _outlets = [];
    private ImmutableDictionary<string, PrometheusQuestion> _questions = ImmutableDictionary<string, PrometheusQuestion>.Empty;
    private volatile IReadOnlyList<PrometheusMetric> _found = [];
    private SourceHealth _told = SourceHealth.Unread;

    /// <summary>
    /// Prepares to read; the metrics that rules name are absent until the first answer. Throws <see cref="ArgumentException"/> when a
    /// rule cannot be used.
    /// </summary>
    public PrometheusSource(PrometheusSourceOptions options, SourceSettings settings, MetricTable table, SourceTools tools)
    {
        if (options.Rules.Select(rule => rule.Problem).OfType<string>().FirstOrDefault() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        (_options, _settings, _table, _interest, _time) = (options, settings, table, tools.Interest, tools.Time);
        _logger = tools.Loggers.CreateLogger<PrometheusSource>();
        _address = $"prometheus at {options.Url.IdnHost}:{options.Url.Port}";
        _servers = tools.Prometheus;
        var client = _servers.Take(options);

        // Of many queries that fail for one reason, one line is enough: the source's own.
        var silent = tools with { Loggers = NullLoggerFactory.Instance };
        _asking = new PrometheusAsking(client, settings, options.Connection, Pace, silent);
        _discovery = options.Rules.Any(rule => rule.Series is not null) ? new PrometheusDiscovery(options, _asking, Found) : null;
        Plan();
    }

    /// <inheritdoc />
    public event Action? HealthChanged;

    /// <inheritdoc />
    public string Name => _settings.Name;

    /// <inheritdoc />
    public SourceHealth Health => PrometheusHealth.Of(
        [.. _questions.OrderBy(question => question.Key, StringComparer.Ordinal).Select(question => question.Value.Loop.Health)],
        _discovery?.Loop.Health);

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Dictionary<PrometheusQuestion, RunningQuestion>();
        var discovering = _discovery is null ? null : new RunningQuestion(_discovery.Loop, stop.Token);
        _interest.Changed += Changed;
        try
        {
            Changed();
            while (true)
            {
                await WaitAsync([.. running.Values, .. discovering is null ? Array.Empty<RunningQuestion>() : [discovering]], stop.Token);
                Plan();
                await FollowAsync(running, stop.Token);
                TellHealth();
            }
        }
        finally
        {
            _interest.Changed -= Changed;
            await stop.CancelAsync();
            await Task.WhenAll(running.Values.Append(discovering).OfType<RunningQuestion>().Select(one => one.EndAsync()));
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        foreach (var outlet in _outlets.Values)
        {
            outlet.Close();
        }

        _outlets.Clear();
        _servers.Return(_options);
        return ValueTask.CompletedTask;
    }

    private void Changed() => _changes.Writer.TryWrite(true);

    private void Found(IReadOnlyList<PrometheusMetric> metrics)
    {
        _found = metrics;
        Changed();
    }

    // All queries together have the budget of one source.
    private SourcePace Pace()
    {
        var pace = _settings.Pace;
        var share = Math.Max(1, _questions.Count);
        return pace with { TimeShare = pace.TimeShare / share, BytesPerSecond = Math.Max(1, pace.BytesPerSecond / share) };
    }

    private async Task WaitAsync(RunningQuestion[] running, CancellationToken cancellationToken)
    {
        var change = _changes.Reader.ReadAsync(cancellationToken).AsTask();

        // None of them ends by itself unless it is broken, and then so are we.
        await await Task.WhenAny([change, .. running.Select(one => one.Task)]);
    }

    private void Plan()
    {
        var wanted = PrometheusMetric.Named(_options.Rules)
            .Concat(_found)
            .SelectMany(metric => PrometheusPlan.Of(metric, _interest.Asked(metric.Kind, metric.Name), _settings.Scope))
            .GroupBy(pair => pair.Target)
            .ToDictionary(same => same.Key, same => same.Any(pair => pair.IsWatched));
        foreach (var (target, isWatched) in wanted)
        {
            OutletOf(target).IsWatched = isWatched;
        }

        var served = wanted.Keys.Where(target => target.Query is not null).ToLookup(target => target.Query ?? "", target => _outlets[target]);
        string[] queries = served.Count > 0 || _discovery is not null ? [.. served.Select(same => same.Key)] : [Probe];
        _questions = queries.ToImmutableDictionary(query => query, query => _questions.GetValueOrDefault(query) ?? NewQuestion(query));
        foreach (var (query, question) in _questions)
        {
            question.Serve([.. served[query]]);
        }

        foreach (var gone in _outlets.Keys.Except(wanted.Keys).ToList())
        {
            _outlets.Remove(gone, out var outlet);
            outlet?.Close();
        }
    }

    private PrometheusOutlet OutletOf(PrometheusTarget target)
    {
        if (!_outlets.TryGetValue(target, out var outlet))
        {
            _outlets.Add(target, outlet = new PrometheusOutlet(target, _settings, _address, _table));
            if (target.Problem is { } problem)
            {
                Action<string, DateTimeOffset> say = target.IsUnasked ? outlet.Wait : outlet.Fail;
                say(problem, _time.GetUtcNow());
            }
        }

        return outlet;
    }

    private PrometheusQuestion NewQuestion(string query)
    {
        var question = new PrometheusQuestion(query, _asking, note => Log.Remarked(_logger, Name, _options.Connection.Hide(note)));
        question.Loop.HealthChanged += TellHealth;
        return question;
    }

    private async Task FollowAsync(Dictionary<PrometheusQuestion, RunningQuestion> running, CancellationToken cancellationToken)
    {
        var present = _questions.Values.ToHashSet();
        foreach (var (question, run) in running.Where(pair => !present.Contains(pair.Key)).ToList())
        {
            running.Remove(question);
            await run.EndAsync();
        }

        foreach (var question in present.Where(question => !running.ContainsKey(question)))
        {
            running.Add(question, new RunningQuestion(question.Loop, cancellationToken));
        }
    }

    private void TellHealth()
    {
        bool differs;
        lock (_telling)
        {
            var (before, now) = (_told, Health);
            _told = now;
            differs = now.DiffersFrom(before);
            if (now.Problem is { } problem && problem != before.Problem)
            {
                Log.Failed(_logger, Name, problem);
            }
            else if (now.Problem is null && before.Problem is not null)
            {
                Log.Works(_logger, Name);
            }
        }

        if (differs)
        {
            HealthChanged?.Invoke();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Warning, "No metrics, or not all, from {Source}: {Reason}")]
        public static partial void Failed(ILogger logger, string source, string reason);

        [LoggerMessage(1401, LogLevel.Information, "Reading the metrics of {Source}")]
        public static partial void Works(ILogger logger, string source);

        [LoggerMessage(1402, LogLevel.Information, "{Source} remarks: {Note}")]
        public static partial void Remarked(ILogger logger, string source, string note);
    }
}
