using System.Diagnostics.Metrics;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Workloads;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class ControllerSetTests
{
    [Fact]
    public async Task Change_WhoseKeysCannotBeTold_SilencesNobody()
    {
        var cluster = new TestCluster();
        await using var metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var telemetry = new KubernetesTelemetry(metrics.GetRequiredService<IMeterFactory>());
        var picky = new PickyController(cluster.Objects);
        var controllers = new ControllerSet([picky], cluster.Objects, new ControlLoopServices(TimeProvider.System, telemetry, NullLogger<ControlLoop>.Instance));
        controllers.Start();

        await cluster.CreateAsync(cluster.Objects.ConfigMaps, """{"metadata":{"name":"odd"} }""");
        await cluster.CreateAsync(cluster.Objects.ConfigMaps, """{"metadata":{"name":"plain"} }""");

        await Eventually.TrueAsync(() => Task.FromResult(picky.Seen == "plain"), "the plain map is seen");
        await controllers.DisposeAsync();
    }

    private sealed class PickyController(ClusterObjects objects) : IController
    {
        public string Name => "picky";

        public string Seen { get; private set; } = "";

        public IReadOnlyList<Watch> Watches =>
        [
            new(objects.ConfigMaps, change => change.Object.Name() == "odd" ? throw new FormatException("odd") : [change.Object.Key(objects.ConfigMaps)]),
        ];

        public Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            Seen = key.Name;
            return Task.FromResult<TimeSpan?>(null);
        }
    }
}
