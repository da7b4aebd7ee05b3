namespace Autoscale.Telemetry;

/// <summary>One thing that must hold before this process is ready: <paramref name="WhyNot"/> gives the reason why it does not, null when it does.</summary>
public sealed record ReadinessCheck(string Name, Func<string?> WhyNot);
