using System.Text.Json;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Quota.Tests.Ledger;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Namespaces come and go by the ten thousand; nothing stays of those that are gone.</summary>
public sealed class BoundedMemoryTests
{
    private const int Namespaces = 50_000;

    private readonly VirtualTimeProvider _time = new(Example.Now);

    [Fact]
    public void Books_OfNamespacesThatAreGone_AreClosed()
    {
        var books = new QuotaBooks(new(_time), new(), new(), new(_time));
        var kept = Quota("kept");
        books.Changed(new(null, kept));

        for (var i = 0; i < Namespaces; i++)
        {
            var (quota, pod) = (Quota($"n{i}"), new GovernedObject("", "pods", new Pod { Metadata = new() { Name = "p", Namespace = $"n{i}" } }));
            books.Changed(new(null, quota));
            books.Changed(pod, isGone: false);
            books.Changed(pod, isGone: true);
            books.Changed(new(quota, null));
            Assert.Null(books.Of($"n{i}").Find("q"));
        }

        Assert.Equal(1, books.Count);
        Assert.NotNull(books.Of("kept").Find("q"));
    }

    [Fact]
    public void Books_WrittenInWhileTheyAreClosed_LoseNothing()
    {
        var books = new QuotaBooks(new(_time), new(), new(), new(_time));

        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var pod = new GovernedObject("", "pods", new Pod { Metadata = new() { Name = $"p{writer}", Namespace = "n" } });
                books.Changed(pod, isGone: false);
                books.Changed(pod, isGone: i < 4_999);
            }
        });
        books.Changed(new(null, Quota("n")));

        var plan = books.Of("n").Plan("q", [new("", "pods")], new(Example.Now, TimeSpan.FromHours(1)))!;
        Assert.Equal(8, plan.Correction.Counted.Used!["pods"].Value);
    }

    [Fact]
    public async Task Desks_OfNamespacesThatAreQuiet_AreCleared()
    {
        using var api = new LedgerApi();
        var count = 200;
        for (var i = 0; i < count; i++)
        {
            api.Add($"n{i}", [], [JsonSerializer.SerializeToNode(Quota($"n{i}"), KubeJson.Default.ResourceQuota)!.AsObject()]);
        }

        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var informer = api.Informer(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota);
        var cache = new QuotaCache(informer);
        await LedgerApi.FillAsync(informer);
        var options = new QuotaOptions { Mode = GovernanceMode.Enforce };
        var accountant = new QuotaAccountant(
            new(api.Client, cache, options, _time), options, ActivatorUtilities.CreateInstance<QuotaTelemetry>(services), _time, NullLogger<QuotaAccountant>.Instance);

        for (var i = 0; i < count; i++)
        {
            Assert.Null((await accountant.AskAsync($"n{i}", new(Example.PodOf("{'requests':{'cpu':'1'}}"), null, ""), isDryRun: false, CancellationToken.None)).Refusal);
        }

        await Eventually.TrueAsync(() => Task.FromResult(accountant.Desks == 0), "no desks");
        Assert.Equal(count, api.Swaps);
    }

    private static ResourceQuota Quota(string ns) => Example.Quota("q", "{'pods':'5'}") with
    {
        Metadata = new() { Name = "q", Namespace = ns, Uid = ns, ResourceVersion = "1" },
    };
}
