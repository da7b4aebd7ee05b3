namespace Autoscale.Kubernetes.Models;

/// <summary>The API's answer that is not an object, metav1.Status.</summary>
public sealed record KubeStatus
{
    /// <summary>"Success" or "Failure".</summary>
    public string? Status { get; init; }

    /// <summary>What went wrong, for people.</summary>
    public string? Message { get; init; }

    /// <summary>What went wrong, for programs, e.g. NotFound or Conflict.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP code, or 0 when the server left it out.</summary>
    public int Code { get; init; }

    /// <summary>More about the object and the causes.</summary>
    public KubeStatusDetails? Details { get; init; }
}
