namespace Autoscale.LocalCluster.Api;

/// <summary>A value that does not fit its field's type, in the words of Go's decoder.</summary>
public sealed class DecodeProblem(string message) : Exception(message);
