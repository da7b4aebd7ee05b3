namespace Autoscale.Vpa.Observing;

/// <summary>A container ran out of memory.</summary>
/// <param name="Namespace">The namespace of its pod.</param>
/// <param name="Pod">Its pod.</param>
/// <param name="Container">Its name.</param>
/// <param name="Time">When it ended; null where the node did not say.</param>
/// <param name="Bytes">The memory that it had requested, or used when its pod was evicted; 0 where neither is known.</param>
public sealed record OomSighting(string Namespace, string Pod, string Container, DateTimeOffset? Time, long Bytes);
