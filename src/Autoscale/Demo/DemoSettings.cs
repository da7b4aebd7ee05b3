using Autoscale.Metrics.Control;

namespace Autoscale.Demo;

/// <summary>What a demo replays, and where.</summary>
internal sealed record DemoSettings
{
    /// <summary>The namespace of the demo's manifests.</summary>
    public const string Namespace = "demo";

    /// <summary>The queue that the demo's workers consume.</summary>
    public const string Queue = "orders";

    /// <summary>The Deployment, and the autoscaler, of the queue workers.</summary>
    public const string QueueWorkers = "queue-workers";

    /// <summary>The Deployment, the Service and the autoscaler of the HTTP workers.</summary>
    public const string HttpWorkers = "http-workers";

    /// <summary>The arrivals.</summary>
    public required ArrivalTrace Trace { get; init; }

    /// <summary>How many times faster than recorded they come.</summary>
    public double Speed { get; init; } = 20;

    /// <summary>A RabbitMQ to use; null for a broker in memory.</summary>
    public Uri? Broker { get; init; }

    /// <summary>The same RabbitMQ as the metrics room reads it; none for a broker in memory.</summary>
    public IReadOnlyList<BrokerOptions> Brokers { get; init; } = [];

    /// <summary>The kubeconfig file to write.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>How long after the last arrival the demo waits for the queue to drain and the replicas to come down.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}
