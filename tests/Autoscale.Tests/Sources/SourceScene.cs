using System.Collections.Concurrent;
using System.Text;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Metrics;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Declared;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Tests.Sources;

/// <summary>The controller of declared sources on a namespace of its own; sources are fake and say what a test wants, unless it asks for real ones.</summary>
internal sealed class SourceScene : IAsyncDisposable
{
    private readonly DefinedCluster _cluster;
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<FakeSource> _made = new();
    private readonly Task _running;

    private SourceScene(DefinedCluster cluster, string ns, bool isReal, IReadOnlyList<SourceClaims> commandLine)
    {
        (_cluster, Namespace) = (cluster, ns);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System).AddLogging().AddSingleton(cluster.Client);
        services.AddSingleton(Table).AddMetrics(new MetricsOptions());
        if (!isReal)
        {
            services.AddSingleton(provider => new SourceFactory(Table, Make, TimeProvider.System));
        }

        services.AddMetricSources(commandLine);
        _services = services.BuildServiceProvider();
        _running = _services.GetRequiredService<MetricSourceController>().RunAsync(() => IsLeader, _end.Token);
    }

    public MetricTable Table { get; } = new();

    public string Namespace { get; }

    public bool IsLeader { get; set; } = true;

    public bool IsReady => _services.GetRequiredService<MetricSourceController>().IsReady;

    /// <summary>The sources that take reports.</summary>
    public IReadOnlyList<PushedSource> Pushed => _services.GetRequiredService<SourceTools>().Pushed.All;

    public static Task<SourceScene> StartAsync(DefinedCluster cluster, string ns, params SourceClaims[] commandLine) => StartAsync(cluster, ns, isReal: false, commandLine);

    public static Task<SourceScene> StartRealAsync(DefinedCluster cluster, string ns) => StartAsync(cluster, ns, isReal: true);

    private static async Task<SourceScene> StartAsync(DefinedCluster cluster, string ns, bool isReal, params SourceClaims[] commandLine)
    {
        await cluster.Client.CreateRawAsync(KubeRoute.Namespaces, Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{ns}}}"}}"""));
        return new SourceScene(cluster, ns, isReal, commandLine);
    }

    /// <summary>Creates a source of the namespace, or of the cluster where its name says so.</summary>
    public Task DeclareAsync(string name, string spec) => _cluster.Client.CreateRawAsync(RouteOf(name), Json($$$"""
        {"apiVersion":"autoscale.dev/v1alpha1","kind":"{{{(name.StartsWith("cluster", StringComparison.Ordinal) ? "ClusterMetricSource" : "MetricSource")}}}",
         "metadata":{"name":"{{{name}}}"},"spec":{{{spec}}}}
        """));

    /// <summary>Changes a source by a merge patch of its spec.</summary>
    public Task ChangeAsync(string name, string spec) =>
        _cluster.Client.PatchRawAsync(Named(name), KubePatch.Merge(Json($$$"""{"spec":{{{spec}}}}""")));

    public Task DeleteAsync(string name) => _cluster.Client.DeleteAsync(Named(name));

    public Task PutSecretAsync(string name, string password, string user = "me") => _cluster.Client.CreateRawAsync(
        KubeRoute.Secrets.In(Namespace), Json($$$"""{"metadata":{"name":"{{{name}}}"},"stringData":{"username":"{{{user}}}","password":"{{{password}}}"}}"""));

    public Task ChangeSecretAsync(string name, string password) => _cluster.Client.PatchRawAsync(
        KubeRoute.Secrets.Of(Namespace, name), KubePatch.Merge(Json($$$"""{"stringData":{"password":"{{{password}}}"}}""")));

    /// <summary>Waits for the newest fake source of a name that satisfies.</summary>
    public Task<FakeSource> MadeAsync(string name, Func<FakeSource, bool>? isWanted = null) => Eventually.GetAsync(
        () => Task.FromResult(_made.Reverse().FirstOrDefault(made => made.Name == TitleOf(name) && (isWanted?.Invoke(made) ?? true))),
        $"a source {name}");

    /// <summary>How many sources of a name have been made.</summary>
    public int Count(string name) => _made.Count(made => made.Name == TitleOf(name));

    /// <summary>Waits until a source's condition has a reason; returns its message.</summary>
    public async Task<string> ReadyAsync(string name, string reason)
    {
        var status = await StatusAsync(name, status => status.Conditions?.Any(ready => ready.Reason == reason) ?? false);
        return status.Conditions?[0].Message ?? "";
    }

    /// <summary>Waits until a source's status is as wanted.</summary>
    public Task<MetricSourceStatus> StatusAsync(string name, Func<MetricSourceStatus, bool> isWanted) => Eventually.GetAsync(
        async () => await NowAsync(name) is var status && isWanted(status) ? status : null, $"the status of {name}");

    /// <summary>Waits until the table says so of a metric in the namespace: a value, or why there is none.</summary>
    public Task SeesAsync(string metric, string expected) => Eventually.TrueAsync(
        () => Task.FromResult(Value(metric).Contains(expected, StringComparison.Ordinal)), $"{metric} = {expected}");

    /// <summary>The series of a metric that the namespace may read.</summary>
    public IReadOnlyList<ExternalSeries> Series(string metric) => Find(metric, Namespace).Series;

    /// <summary>What the table says of a metric in the namespace.</summary>
    public string Value(string metric, string? ns = null)
    {
        var answer = Find(metric, ns ?? Namespace);
        return answer.Absence ?? string.Join('+', answer.Series.Select(series => series.Reading.Value));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        await _services.DisposeAsync();
        _end.Dispose();
        await _cluster.Client.DeleteAsync(KubeRoute.Namespaces.Of("", Namespace));
    }

    private ExternalAnswer Find(string metric, string ns) =>
        Table.FindExternal(ns, metric, LabelSelector.Everything, TimeProvider.System.GetUtcNow());

    private static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    private async Task<MetricSourceStatus> NowAsync(string name) => name.StartsWith("cluster", StringComparison.Ordinal)
        ? (await _cluster.Client.GetAsync(Named(name), ClusterMetricSource.JsonType)).Status
        : (await _cluster.Client.GetAsync(Named(name), MetricSource.JsonType)).Status;

    private string TitleOf(string name) =>
        name.StartsWith("cluster", StringComparison.Ordinal) ? $"ClusterMetricSource {name}" : $"MetricSource {Namespace}/{name}";

    private KubeRoute Named(string name) => RouteOf(name) with { Name = name };

    private KubeRoute RouteOf(string name) =>
        name.StartsWith("cluster", StringComparison.Ordinal) ? ClusterMetricSource.Route : MetricSource.Route.In(Namespace);

    private FakeSource Make(SourcePlan plan, MetricTable table)
    {
        var made = new FakeSource(plan, table);
        _made.Enqueue(made);
        return made;
    }
}
