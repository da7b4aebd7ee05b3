namespace Autoscale.LocalCluster.Api.Cel;

/// <summary>A value that could not be found out, as values go: whatever is reckoned from it is an error too, unless it does not matter.</summary>
internal sealed record CelError(string Message)
{
    /// <summary>An operation on values that it does not take.</summary>
    public static CelError NoOverload { get; } = new("no such overload");
}
