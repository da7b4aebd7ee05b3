using System.Globalization;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Testing.Soak;

/// <summary>
/// The whole metrics pipeline on servers that fail at random, with everything that may come and go doing so: nodes' pods, series,
/// autoscalers, reports and declared sources.
/// </summary>
public sealed class SoakWorld : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly ServiceProvider _services;
    private readonly SoakServer _server;
    private readonly KubeClient _kubelets;
    private readonly PushedServer _reports;
    private readonly SoakReporters _reporters;
    private readonly SoakDeclarations _declarations;
    private readonly SoakFaults _faults;
    private readonly SoakChurn _churn;
    private readonly List<ISource> _sources = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TimeProvider _time;
    private readonly Node[] _nodes;
    private volatile bool _isBusy = true;

    private SoakWorld(SoakOptions options, ServiceProvider services, SoakServer server, PushedServer reports, (SoakFaults Faults, SoakChurn Churn) drawn)
    {
        (_services, _server, _reports, _time) = (services, server, reports, options.Time);
        (_faults, _churn) = drawn;
        _nodes = [.. Enumerable.Range(0, options.Nodes).Select(NodeOf)];
        _kubelets = new KubeClient(new KubeConfig { Server = server.Url }, new KubeClientOptions());
        _reporters = new SoakReporters(reports.Url);
        _declarations = new SoakDeclarations(options.Cluster, server.Url);
        Watchers = new SoakWatchers(Tools.Interest, Table, _time);
        AddSources();
        Running = Together.RunAsync(Loops(new MetricsOptions { ScrapePeriod = options.ScrapePeriod }), _end.Token);
    }

    /// <summary>What is read.</summary>
    public MetricTable Table => _services.GetRequiredService<MetricTable>();

    /// <summary>What the sources have in common.</summary>
    public SourceTools Tools => _services.GetRequiredService<SourceTools>();

    /// <summary>The servers that are asked.</summary>
    public SoakServer Server => _server;

    /// <summary>Who looks at what.</summary>
    public SoakWatchers Watchers { get; }

    /// <summary>How many sources have been declared.</summary>
    public long Declared => _declarations.Declared;

    /// <summary>How many reports were taken.</summary>
    public long Reports => _reporters.Taken;

    /// <summary>Ends by a defect only.</summary>
    public Task Running { get; }

    /// <summary>Whether there are nodes, autoscalers, declared sources, reports and faults; without all these the sources of the flags go on.</summary>
    public bool IsBusy
    {
        get => _isBusy;
        set => (_faults.IsQuiet, _churn.IsQuiet, _isBusy) = (!value, !value, value);
    }

    /// <summary>The share of nodes and feeds that are absent at this moment.</summary>
    public double AbsentShare
    {
        get
        {
            var nodes = _nodes.Count(node => Table.WhyNodeAbsent(node.Metadata.Name) is not null);
            var feeds = Table.Feeds.Count(feed => feed.Absence is not null) + Table.CustomFeeds.Count(feed => feed.Absence is not null);
            return (nodes + feeds) / (double)(_nodes.Length + Table.Feeds.Count + Table.CustomFeeds.Count);
        }
    }

    /// <summary>Begins.</summary>
    public static async Task<SoakWorld> StartAsync(SoakOptions options)
    {
        var churn = new SoakChurn(options.Time, options.Lifetime);
        var faults = new SoakFaults(options.Time, options.Lifetime);
        var server = await SoakServer.StartAsync(churn, faults, options.Time);
        var services = new ServiceCollection();
        services.AddSingleton(options.Time).AddLogging().AddSingleton(options.Cluster);
        services.AddMetrics(new MetricsOptions()).AddMetricSources();
        var provider = services.BuildServiceProvider();
        var reports = await PushedServer.StartAsync(new PushedServerOptions(), provider.GetRequiredService<SourceTools>(), CancellationToken.None);
        return new SoakWorld(options, provider, server, reports, (faults, churn));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var source in _sources)
        {
            await source.DisposeAsync();
        }

        _reporters.Dispose();
        await _reports.DisposeAsync();
        _kubelets.Dispose();
        await _services.DisposeAsync();
        await _server.DisposeAsync();
        _end.Dispose();
    }

    private static Node NodeOf(int number) => new() { Metadata = new() { Name = string.Create(CultureInfo.InvariantCulture, $"node-{number}") } };

    private static PrometheusRule[] Rules() =>
    [
        new() { Name = "jobs", Query = QueryTemplate.Parse("jobs") },
        new() { Name = "asked", Query = QueryTemplate.Parse("sum(jobs{<<.LabelMatchers>>}) by (job)") },
        new()
        {
            Name = "requests",
            Query = QueryTemplate.Parse("sum(rate(requests{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)"),
            Of = new PrometheusAssociation { Kinds = [new(DescribedKind.Pod, "pod")] },
        },
        new() { Series = "{__name__=~\"found.*\"}", Query = QueryTemplate.Parse("sum(<<.Series>>{<<.LabelMatchers>>}) by (job)") },
    ];

    private void AddSources()
    {
        var prometheus = new PrometheusSourceOptions { Url = new Uri(_server.Url, "/fixed"), Rules = Rules(), DiscoveryPeriod = TimeSpan.FromSeconds(2) };
        var broker = new RabbitMqSourceOptions
        {
            Address = "amqp://127.0.0.1:1",
            Management = new Uri(_server.Url, "/fixed").ToString(),
            Transport = RabbitMqTransport.Management,
        };
        var pushed = new PushedSourceOptions { Token = SoakReporters.Token, Lifetime = TimeSpan.FromSeconds(2) };
        _sources.Add(new PrometheusSource(prometheus, new SourceSettings { Name = "prometheus", Period = TimeSpan.FromSeconds(1) }, Table, Tools));
        _sources.Add(new RabbitMqSource(broker, new SourceSettings { Name = "broker", Period = TimeSpan.FromSeconds(1) }, Table, Tools));
        _sources.Add(new PushedSource(pushed, new SourceSettings { Name = "reports" }, Table, Tools));
    }

    private NamedLoop[] Loops(MetricsOptions options)
    {
        var scrapes = new ScrapeLoop(() => _isBusy ? _nodes : [], _kubelets, Table, options, Tools);
        return
        [
            new("the scrapes", async token =>
            {
                using (scrapes)
                {
                    await scrapes.RunAsync(token);
                }
            }),
            new("the expiry", new ReadingExpiry(Table, _time).RunAsync),
            new("the declared sources", token => _services.GetRequiredService<MetricSourceController>().RunAsync(() => true, token)),
            new("those who make it busy", WorkAsync),
            .. _sources.Select(source => new NamedLoop(source.Name, source.RunAsync)),
        ];
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        using var watching = Table.Subscribe(Watchers.Take);
        for (var step = 0L; ; step++)
        {
            await Task.Delay(Step, _time, cancellationToken);
            if (!_isBusy)
            {
                Watchers.Clear();
                await _declarations.ClearAsync(cancellationToken);
                continue;
            }

            Watchers.Step();
            await _reporters.StepAsync(cancellationToken);
            if (step % 3 == 0)
            {
                await _declarations.StepAsync(cancellationToken);
            }
        }
    }
}
