using Autoscale.Kubernetes.Control;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// A RabbitMQ broker: the counts of its queues of the moment, and the statistics that it renews every 5 s as long as somebody looks at
/// a series that needs them. Any failure makes the series absent with its reason until the next success.
/// </summary>
public sealed class RabbitMqSource : ISource
{
    // Statistics are renewed every 5 s, so asking more often says nothing new.
    private static readonly SourcePace StatisticsPace = new() { Least = QueueFlow.Interval };

    private readonly SourceSettings _settings;
    private readonly SourceTools _tools;
    private readonly RabbitMqPicture _picture;
    private readonly RabbitMqReader _reader;
    private readonly SourceLoop _counts;
    private readonly SourceLoop _statistics;
    private readonly TaskCompletionSource _firstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _following = new();
    private volatile HashSet<string> _asked = [];

    /// <summary>
    /// Prepares to read the broker; its series are absent until it was read first. Throws <see cref="FormatException"/> or
    /// <see cref="InvalidDataException"/> where the options have <see cref="RabbitMqSourceOptions.Problems"/>.
    /// </summary>
    public RabbitMqSource(RabbitMqSourceOptions options, SourceSettings settings, MetricTable table, SourceTools tools)
    {
        (_settings, _tools) = (settings, tools);
        var address = RabbitMqAddress.Parse(options.Address, options.Management);
        var connection = CredentialsOf(options, address);
        _picture = new RabbitMqPicture(options, settings, address.VirtualHost, table);
        _reader = new RabbitMqReader(options, address, connection, _picture, tools.Time);
        _reader.IsWatched = key => _asked.Contains(key.Name) && tools.Interest.IsWatched(key);
        var common = new SourceLoopOptions
        {
            Kind = "rabbitmq",
            Settings = settings,
            Connection = connection,
            ReadAsync = ReadAsync,
            Fail = _picture.Fail,
            IsWatched = () => _asked.Count > 0,
        };
        _counts = new SourceLoop(common, tools);
        _statistics = new SourceLoop(
            common with
            {
                Settings = settings with { Name = $"{settings.Name} (statistics)" },
                Pace = () => settings.Period > QueueFlow.Interval ? settings.Pace : StatisticsPace,
                ReadAsync = MeasureAsync,
                Fail = _picture.FailStatistics,
                IsWatched = () => _picture.StatisticalMetrics.Any(_asked.Contains),
            },
            tools);
        Follow();
    }

    /// <inheritdoc />
    public event Action? HealthChanged
    {
        add
        {
            _counts.HealthChanged += value;
            _statistics.HealthChanged += value;
        }

        remove
        {
            _counts.HealthChanged -= value;
            _statistics.HealthChanged -= value;
        }
    }

    /// <inheritdoc />
    public string Name => _settings.Name;

    /// <inheritdoc />
    public SourceHealth Health => _counts.Health is { Problem: null } works && _statistics.Health is { Problem: { } problem, Period: not null }
        ? works with { Problem = $"no statistics: {problem}" }
        : _counts.Health;

    /// <inheritdoc />
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _tools.Interest.Changed += Follow;
        try
        {
            Follow();
            await Together.RunAsync(
                [new($"the counts of {Name}", _counts.RunAsync), new($"the statistics of {Name}", MeasureOnAsync)], cancellationToken);
        }
        finally
        {
            _tools.Interest.Changed -= Follow;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _picture.Dispose();
        await _reader.DisposeAsync();
    }

    /// <summary>Reads the counts once, and the statistics if asked to.</summary>
    internal async Task AskAsync(bool withStatistics, CancellationToken cancellationToken)
    {
        Follow();
        await _counts.AskAsync(cancellationToken);
        if (withStatistics)
        {
            await _statistics.AskAsync(cancellationToken);
        }
    }

    private static SourceConnection CredentialsOf(RabbitMqSourceOptions options, RabbitMqAddress address) =>
        options.Connection.User is not null || (!address.HasCredentials && options.Connection.ClientCertificatePem is not null)
            ? options.Connection
            : options.Connection with { User = address.User, Password = address.Password };

    private async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var now = _tools.Time.GetUtcNow();
        var walk = await _reader.CountAsync(cancellationToken);
        var series = _picture.End(walk.Pages, _reader.AsksByName);
        return new SourceAnswer(() => Publish(now), series, walk.Bytes, _reader.Problem);
    }

    private void Publish(DateTimeOffset now)
    {
        _picture.Publish(now);
        _firstRead.TrySetResult();
    }

    // A broker that does not count its queues has no statistics either, and its reason stands already.
    private async Task<SourceAnswer> MeasureAsync(CancellationToken cancellationToken)
    {
        if (_counts.Health.Problem is not null || _reader.AsksByName)
        {
            return new SourceAnswer(() => { }, 0, 0);
        }

        var walk = await _reader.MeasureAsync(cancellationToken);
        return new SourceAnswer(() => _picture.PublishStatistics(_tools.Time.GetUtcNow()), 0, walk.Bytes);
    }

    private async Task MeasureOnAsync(CancellationToken cancellationToken)
    {
        await _firstRead.Task.WaitAsync(cancellationToken);
        await _statistics.RunAsync(cancellationToken);
    }

    // Many threads may tell at once: what the last one finds must be what stands in the end.
    private void Follow()
    {
        lock (_following)
        {
            var before = _asked;
            _asked = [.. _picture.Metrics.Where(metric => _tools.Interest.Asked(SeriesKind.External, metric).Any(asked => _settings.Scope.Covers(asked.Namespace)))];
            if (!_asked.IsSubsetOf(before))
            {
                _counts.Wake();
                _statistics.Wake();
            }
        }
    }
}
