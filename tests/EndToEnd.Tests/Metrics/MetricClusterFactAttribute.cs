namespace Autoscale.EndToEnd.Tests.Metrics;

/// <summary>A fact that needs kubectl, RabbitMQ and Prometheus; skipped, with the reason, where one of them is not installed.</summary>
public sealed class MetricClusterFactAttribute : FactAttribute
{
    public MetricClusterFactAttribute()
    {
        if (MetricCluster.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
