using System.Globalization;
using System.Text;
using Autoscale.LocalCluster.Tests.Workloads;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class ServiceTrafficTests
{
    [Fact]
    public async Task Send_TwoWorkersBehindAService_ShareTheRequestsAndUseCpu()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.CreateAsync("Service", """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]} }""");
        await cluster.CreateAsync("Deployment", """
            {"metadata":{"name":"web"},
             "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"} },
                     "template":{"metadata":{"labels":{"app":"web"},"annotations":{"autoscale.local/usage":"cpu=0"} },
                                 "spec":{"containers":[{"name":"web","image":"autoscale.local/http-worker","env":[{"name":"CPU_PER_REQUEST","value":"1ms"}]}]} } } }
            """);
        Assert.Equal(10, cluster.Runtime.Traffic.Send("default", "web", 10).Refused);
        await cluster.UntilAsync(all => all.Find("Endpoints", "web").Objects("subsets").SelectMany(subset => subset.Objects("addresses")).Count() == 2, "two endpoints");

        var outcome = cluster.Runtime.Traffic.Send("default", "web", 101);

        Assert.Equal((101, 0), (outcome.Taken, outcome.Refused));
        await cluster.UntilAsync(all => Usages(all).Select(cpu => (int)Math.Round(cpu * 1000)).Order().SequenceEqual([50, 51]), "each has used its share");
    }

    private static IEnumerable<double> Usages(RunningCluster cluster) =>
        Enumerable.Range(1, 3)
            .Select(node => cluster.Runtime.AskNodeAsync($"node-{node}", "metrics/resource", CancellationToken.None).Result!)
            .SelectMany(answer => Encoding.UTF8.GetString(answer.Body.Span).Split('\n'))
            .Where(line => line.StartsWith("pod_cpu_usage_seconds_total{", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
