namespace Autoscale.Kubernetes.Client;

/// <summary>Settings of the client.</summary>
public sealed record KubeClientOptions
{
    /// <summary>Carries the requests instead of real connections, e.g. a test server's handler; null (the default) for sockets.</summary>
    public HttpMessageHandler? Transport { get; init; }

    /// <summary>The clock of timeouts and waits; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long one answer may take, watches aside; 60 s by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one call may wait in all because of Retry-After; 30 s by default, zero to never wait.</summary>
    public TimeSpan RetryBudget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than it was asked for a watch may last before it counts as silent; 10 s by default.</summary>
    public TimeSpan WatchSlack { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The User-Agent of every request, which the server also takes for the field manager; "autoscale" by default.</summary>
    public string UserAgent { get; init; } = "autoscale";
}
