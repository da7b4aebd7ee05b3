using Autoscale.Kubernetes.Models;

namespace Autoscale.Metrics.Control;

/// <summary>What an APIService is to say; what is null stays as it is.</summary>
internal sealed record ApiServiceWriteSpec(ApiServiceReference Service, byte[]? CaBundle)
{
    public string? Group { get; init; }

    public string? Version { get; init; }

    public int? GroupPriorityMinimum { get; init; }

    public int? VersionPriority { get; init; }

    public bool? InsecureSkipTLSVerify { get; init; }
}
