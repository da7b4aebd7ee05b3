namespace Autoscale.Kubernetes.Control;

/// <summary>One thing that must hold before this process is ready, e.g. a filled cache; asked at each call of /readyz.</summary>
/// <param name="Name">Its name.</param>
/// <param name="WhyNot">The reason why it does not hold now; null when it does.</param>
public sealed record ReadinessCheck(string Name, Func<string?> WhyNot);
