namespace Autoscale.Kubernetes.Models;

/// <summary>One condition of an APIService.</summary>
public sealed record ApiServiceCondition
{
    /// <summary>The condition's name, e.g. Available.</summary>
    public string Type { get => field ?? ""; init; }

    /// <summary>True, False or Unknown.</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>Why, in one word.</summary>
    public string Reason { get => field ?? ""; init; }

    /// <summary>Why, in a sentence.</summary>
    public string Message { get => field ?? ""; init; }
}
