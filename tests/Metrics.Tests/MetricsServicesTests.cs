using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Autoscale.Metrics.Tests;

public sealed class MetricsServicesTests
{
    [Fact]
    public void AddMetrics_SeveralBadOptions_NamesThemAllAndNoPassword()
    {
        var options = new MetricsOptions
        {
            ScrapePeriod = TimeSpan.FromHours(1),
            ScrapeConcurrency = 0,
            UsageMaxAge = TimeSpan.FromSeconds(1),
            Kubelets = new() { Port = 0, AddressTypes = ["Street"], AuthorityFile = "ca.crt", SkipVerify = true },
            Brokers = [new BrokerOptions { Address = "http://u:s3cret@h" }],
        };

        var error = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddMetrics(options));

        Assert.Equal(7, error.Failures.Count());
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResourceMetricsOrigin.Kubelet, null)]
    [InlineData(ResourceMetricsOrigin.Off, AbsenceTexts.NoResourceMetrics)]
    public async Task AddMetrics_WithWhatTheCompositionAdds_MakesTheLoops(ResourceMetricsOrigin origin, string? absence)
    {
        var kubelets = new FakeKubelets { Answer = (_, _) => Task.FromResult("") };
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddSingleton(kubelets.Client(TimeProvider.System))
            .AddSingleton(provider => new Informer<Node>(
                provider.GetRequiredService<KubeClient>(),
                KubeRoute.Nodes,
                KubeJson.Default.Node,
                new InformerOptions { Random = new Random(1) },
                NullLogger<Informer<Node>>.Instance));
        await using var provider = services.AddMetrics(new MetricsOptions { ResourceMetrics = origin }).BuildServiceProvider(validateScopes: true);

        var loops = provider.GetRequiredService<MetricsLoops>();
        await loops.StartAsync(default);
        await Eventually.TrueAsync(
            () => Task.FromResult(provider.GetRequiredService<MetricTable>().ResourceAbsence == absence), $"resource metrics absent because of {absence}");
        await loops.StopAsync(default);

        Assert.True(loops.ExecuteTask?.IsCompleted);
    }

    [Theory]
    [InlineData(15, 10, 40)]
    [InlineData(1, 1, 3)]
    [InlineData(60, 10, 130)]
    public void Effective_DeadlineAndAge_FollowThePeriod(int period, int deadline, int age)
    {
        var options = new MetricsOptions { ScrapePeriod = TimeSpan.FromSeconds(period) };

        Assert.Equal(TimeSpan.FromSeconds(deadline), options.EffectiveScrapeDeadline);
        Assert.Equal(TimeSpan.FromSeconds(age), options.EffectiveUsageMaxAge);
    }
}
