namespace Autoscale.Kubernetes.Models;

/// <summary>Who serves which group version.</summary>
public sealed record ApiServiceSpec
{
    /// <summary>The group.</summary>
    public string Group { get => field ?? ""; init; }

    /// <summary>The version.</summary>
    public string Version { get => field ?? ""; init; }

    /// <summary>The service that serves it; null when the API server does itself.</summary>
    public ApiServiceReference? Service { get; init; }

    /// <summary>PEM of the authorities that the server's certificate may come from; null for the API server's own choice.</summary>
    public byte[]? CaBundle { get; init; }

    /// <summary>Whether the server's certificate is not looked at; null or false by default.</summary>
    public bool? InsecureSkipTLSVerify { get; init; }

    /// <summary>The group's place among the groups, the highest first; 1 to 20000.</summary>
    public int GroupPriorityMinimum { get; init; }

    /// <summary>The version's place among those of its group, the highest first; 1 to 1000.</summary>
    public int VersionPriority { get; init; }
}
