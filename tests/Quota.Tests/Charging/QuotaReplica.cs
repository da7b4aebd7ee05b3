using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Kubernetes.Client;
using Autoscale.Quota.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Quota.Tests.Charging;

/// <summary>One process of ours: its own services, caches and connections; it shares nothing with others but the API.</summary>
internal sealed class QuotaReplica : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ServiceProvider _services;
    private Task _run = Task.CompletedTask;

    public QuotaReplica(KubeConfig config, QuotaOptions options, HttpMessageHandler? transport)
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new KubeClient(config, new KubeClientOptions { Transport = transport }))
            .AddQuota(options)
            .BuildServiceProvider();
        Policy = _services.GetServices<Admission.Control.IAdmissionPolicy>().OfType<QuotaPolicy>().Single();
        Controller = _services.GetRequiredService<QuotaController>();
    }

    public QuotaPolicy Policy { get; }

    public QuotaController Controller { get; }

    public async Task StartAsync(bool leads)
    {
        _run = leads
            ? Controller.RunAsync(null, _end.Token)
            : _services.GetRequiredService<Kubernetes.Control.Informer<Kubernetes.Models.ResourceQuota>>().RunAsync(_end.Token);
        await Eventually.TrueAsync(() => Task.FromResult(leads ? Controller.IsReady : _services.GetRequiredService<QuotaCache>().HasSynced), "filled caches");
    }

    public ValueTask<AdmissionVerdict> AskAsync(string resource, JsonObject value, string group = "", bool isDryRun = false) =>
        Policy.ValidateAsync(Request(resource, value) with { Group = group, IsDryRun = isDryRun }, CancellationToken.None);

    /// <summary>Whether the cache has a quota's limits, and what is used of all of them.</summary>
    public bool Knows(string quota, string ns) =>
        _services.GetRequiredService<QuotaCache>().Find(ns)?.Quotas.FirstOrDefault(one => one.Metadata.Name == quota) is { Status.Hard: { } hard } known
        && hard.Keys.All(name => known.Status.Used?.ContainsKey(name) == true);

    public static AdmissionRequest Request(string resource, JsonObject value) => new()
    {
        Version = "v1",
        Resource = resource,
        Namespace = "default",
        Name = (string?)value["metadata"]?["name"] ?? "",
        Operation = AdmissionOperation.Create,
        Object = QuotaScene.Bytes(value),
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _run;
        await _services.DisposeAsync();
        _end.Dispose();
    }
}
