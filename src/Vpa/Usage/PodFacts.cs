namespace Autoscale.Vpa.Usage;

/// <summary>
/// What the model has to know of a pod. It is active as long as it has neither succeeded nor failed, or its controller still
/// exists; containers are those that run for as long as the pod, by name.
/// </summary>
public sealed record PodFacts(
    string Namespace,
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    bool IsActive,
    IReadOnlyList<string> Containers);
