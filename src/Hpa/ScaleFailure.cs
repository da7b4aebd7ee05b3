namespace Autoscale.Hpa;

/// <summary>Why the scale of a target could not be read.</summary>
public sealed record ScaleFailure(ScaleFailureKind Kind, string Error);
