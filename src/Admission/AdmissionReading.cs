namespace Autoscale.Admission;

/// <summary>What a body holds: the request of a review, or the problem that makes it none. Exactly one of the two is set.</summary>
public readonly record struct AdmissionReading(AdmissionRequest? Request, string? Problem);
