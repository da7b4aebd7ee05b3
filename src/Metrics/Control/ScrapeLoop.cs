using Autoscale.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Scrapes the resource metrics of every node, each once a period, spread over it. A node that fails keeps its readings until they
/// are older than the age limit (<see cref="MetricsOptions.UsageMaxAge"/>); then they are absent, its pods' and nobody else's.
/// Nodes that failed have slots of their own, so that dead nodes do not delay the others.
/// </summary>
public sealed partial class ScrapeLoop : IDisposable
{
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromSeconds(5);

    private readonly KnownNodes _nodes;
    private readonly IKubelets _kubelets;
    private readonly MetricTable _table;
    private readonly MetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly MetricsTelemetry _telemetry;
    private readonly ILogger<ScrapeLoop> _logger;
    private readonly SemaphoreSlim _slots;
    private readonly SemaphoreSlim _slotsOfFailed;

    /// <summary>
    /// Prepares to scrape the nodes that the delegate gives at any time; throws <see cref="KubeConfigException"/> when the file of
    /// the kubelets' authorities cannot be used.
    /// </summary>
    public ScrapeLoop(KnownNodes nodes, KubeClient client, MetricTable table, MetricsOptions options, SourceTools tools)
    {
        _nodes = nodes;
        _kubelets = options.Kubelets.Access == KubeletAccess.Direct
            ? new DirectKubelets(client.Config, options, tools.Time)
            : new ProxiedKubelets(client);
        _table = table;
        _options = options;
        _time = tools.Time;
        _telemetry = tools.Telemetry;
        _logger = tools.Loggers.CreateLogger<ScrapeLoop>();
        _slots = new SemaphoreSlim(options.ScrapeConcurrency);
        _slotsOfFailed = new SemaphoreSlim(options.ScrapeConcurrency);
    }

    /// <summary>Scrapes until cancelled; nodes that come and go are noticed within 5 s.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _table.ServeUsage();
        var scrapes = new Dictionary<string, RunningScrape>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                await RefreshAsync(scrapes, cancellationToken);
                await Task.Delay(_options.ScrapePeriod < LongestRefresh ? _options.ScrapePeriod : LongestRefresh, _time, cancellationToken);
            }
        }
        finally
        {
            await Task.WhenAll(scrapes.Values.Select(scrape => scrape.EndAsync()));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _kubelets.Dispose();
        _slots.Dispose();
        _slotsOfFailed.Dispose();
    }

    private async Task RefreshAsync(Dictionary<string, RunningScrape> scrapes, CancellationToken cancellationToken)
    {
        await Task.WhenAll(scrapes.Values.Where(scrape => scrape.HasFaulted).Select(scrape => scrape.Task));
        var present = _nodes().DistinctBy(node => node.Metadata.Name).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal);
        foreach (var gone in scrapes.Keys.Where(node => !present.ContainsKey(node)).ToList())
        {
            scrapes.Remove(gone, out var scrape);
            await (scrape?.EndAsync() ?? Task.CompletedTask);
            _table.RemoveNode(gone);
        }

        foreach (var (name, node) in present)
        {
            if (scrapes.TryGetValue(name, out var scrape))
            {
                scrape.Node.Node = node;
            }
            else
            {
                scrapes.Add(name, RunningScrape.Start(new NodeScrape(node, _time), ScrapeAsync, cancellationToken));
            }
        }
    }

    private async Task ScrapeAsync(NodeScrape node, CancellationToken cancellationToken)
    {
        while (true)
        {
            var start = _time.GetTimestamp();
            await ScrapeOnceAsync(node, start, cancellationToken);
            var wait = node.Wait(_time.GetElapsedTime(start), _time.GetUtcNow(), _options.ScrapePeriod);
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private async Task ScrapeOnceAsync(NodeScrape node, long start, CancellationToken cancellationToken)
    {
        var (readings, problem) = await TryScrapeAsync(node, cancellationToken);
        _telemetry.Read("kubelet", readings is not null, _time.GetElapsedTime(start));
        if (readings is not null)
        {
            Succeeded(node, readings);
        }
        else
        {
            Failed(node, problem ?? "");
        }
    }

    // What is told to those who look at the table is told outside: their defects are not the node's.
    private async Task<(NodeReadings? Readings, string? Problem)> TryScrapeAsync(NodeScrape node, CancellationToken cancellationToken)
    {
        var slots = node.HasFailed ? _slotsOfFailed : _slots;
        if (!await EnterAsync(slots, cancellationToken))
        {
            return (null, $"no turn within {_options.ScrapePeriod.TotalSeconds} s: {_options.ScrapeConcurrency} nodes at once take too long");
        }

        using var deadline = new CancellationTokenSource(_options.EffectiveScrapeDeadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var page = await _kubelets.AskAsync(node.Node, both.Token);
            return (node.Read(page.Text, _time.GetUtcNow(), _options.ScrapePeriod), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no whole answer within {_options.EffectiveScrapeDeadline.TotalSeconds} s");
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whatever it was, it concerns this node alone: its metrics are absent because of it, and are tried again.
            return (null, SourceFailure.Reason(problem));
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<bool> EnterAsync(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ScrapePeriod, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await slots.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Succeeded(NodeScrape node, NodeReadings readings)
    {
        _table.ReplaceNode(node.Name, readings);
        if (node.Succeed())
        {
            Log.Recovered(_logger, node.Name);
        }
    }

    private void Failed(NodeScrape node, string because)
    {
        if (node.Fail(_options.EffectiveUsageMaxAge))
        {
            _table.FailNode(node.Name, $"node {node.Name}: {because}");
        }

        if (node.Failures == 1)
        {
            Log.Failed(_logger, node.Name, because);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Warning, "No metrics of node {Node}: {Reason}")]
        public static partial void Failed(ILogger logger, string node, string reason);

        [LoggerMessage(1011, LogLevel.Information, "Node {Node} answers with metrics again")]
        public static partial void Recovered(ILogger logger, string node);
    }
}
