namespace Autoscale.LocalCluster.Api.Patching;

/// <summary>A patch that does not fit its object.</summary>
public sealed class PatchProblem(string message) : Exception(message);
