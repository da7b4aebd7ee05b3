namespace Autoscale.Kubernetes.Control;

/// <summary>What an informer follows, and how patiently.</summary>
public sealed record InformerOptions
{
    /// <summary>Spreads retries and the ends of watches; for this informer alone.</summary>
    public required Random Random { get; init; }

    /// <summary>The clock; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Label selector in text form; null (the default) for every object.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector in text form; null (the default) for every object.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>True to follow nothing but the metadata of each object; false by default.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Objects in one answer of the server; 500 by default.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Shortest life of one watch, up to twice that with jitter; 3 minutes by default.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Wait after the first failure, up to twice that with jitter; it doubles with each further one; 200 ms by default.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between retries, up to twice that with jitter; 15 s by default.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(15);
}
