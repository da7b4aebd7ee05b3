namespace Autoscale.Kubernetes.Models;

/// <summary>One cause of a failure, metav1.StatusCause.</summary>
public sealed record KubeStatusCause
{
    /// <summary>For programs, e.g. FieldValueInvalid.</summary>
    public string? Reason { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }

    /// <summary>Path of the field, where there is one.</summary>
    public string? Field { get; init; }
}
