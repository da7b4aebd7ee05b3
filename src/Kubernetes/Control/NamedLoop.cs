namespace Autoscale.Kubernetes.Control;

/// <summary>Work without an end of its own, and what to call it when it has ended all the same.</summary>
/// <param name="Name">Its name in messages, e.g. "the informer of pods".</param>
/// <param name="Run">Works until cancelled.</param>
public sealed record NamedLoop(string Name, Func<CancellationToken, Task> Run);
