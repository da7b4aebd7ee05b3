namespace Autoscale.Kubernetes;

/// <summary>Names one object of the API: its group ("" for core), kind, namespace ("" when cluster-scoped) and name.</summary>
public readonly record struct ObjectKey(string Group, string Kind, string Namespace, string Name)
{
    /// <summary>Returns "namespace/name", or the bare name of a cluster-scoped object.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
