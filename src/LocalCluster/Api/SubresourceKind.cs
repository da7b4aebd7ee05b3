namespace Autoscale.LocalCluster.Api;

/// <summary>A subresource as discovery shows it: its name, the group, version and kind of its body, and its verbs.</summary>
public sealed record SubresourceKind(string Name, string Group, string Version, string Kind, IReadOnlyList<string> Verbs);
