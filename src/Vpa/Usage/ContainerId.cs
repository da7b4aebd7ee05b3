namespace Autoscale.Vpa.Usage;

/// <summary>Names one container of one pod.</summary>
public readonly record struct ContainerId(string Namespace, string Pod, string Container);
