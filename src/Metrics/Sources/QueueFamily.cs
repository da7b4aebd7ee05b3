namespace Autoscale.Metrics.Sources;

/// <summary>What a series of queues is about.</summary>
public enum QueueFamily
{
    /// <summary>A queue: labels queue and vhost.</summary>
    Queue,

    /// <summary>An endpoint of MassTransit, which has the name of its queue: labels endpoint and vhost.</summary>
    Endpoint,

    /// <summary>The queue of an endpoint's messages that failed, its name and "_error": labels endpoint and vhost.</summary>
    EndpointErrors,

    /// <summary>The queue of an endpoint's messages that it knows no consumer for, its name and "_skipped": labels endpoint and vhost.</summary>
    EndpointSkipped,

    /// <summary>All queues of a virtual host together: label vhost.</summary>
    VirtualHost,
}
