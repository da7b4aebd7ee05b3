using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

public sealed class MetricsPageTests
{
    [Fact]
    public void Page_NamesEverySeriesOfRabbitMq()
    {
        var page = File.ReadAllText(Path.Combine(Vectors.TestsFolder(), "..", "docs", "metrics.md"));

        var told = page.Split('\n').Where(line => line.StartsWith("| `rabbitmq_", StringComparison.Ordinal)).ToList();

        Assert.All(QueueSeries.Names, name => Assert.Single(told, line => line.Contains($"`{name}`", StringComparison.Ordinal)));
    }
}
