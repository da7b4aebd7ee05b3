namespace Autoscale.Admission.Control;

/// <summary>One thing that must be so before reviews are answered well, e.g. a filled cache; asked at each call of /readyz.</summary>
public sealed record ReadinessCheck(string Name, Func<bool> IsReady);
