namespace Autoscale.LocalCluster.Api;

/// <summary>Where a kind keeps its replica counts (dot-separated paths); SelectorPath names a structured selector, "" when it has none.</summary>
public sealed record ScalePaths(string SpecPath, string StatusPath, string SelectorPath);
