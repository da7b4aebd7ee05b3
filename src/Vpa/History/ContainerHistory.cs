namespace Autoscale.Vpa.History;

/// <summary>Past values of one resource of one container, oldest first.</summary>
internal sealed record ContainerHistory(string Namespace, string Pod, string Container, IReadOnlyList<HistorySample> Samples);
