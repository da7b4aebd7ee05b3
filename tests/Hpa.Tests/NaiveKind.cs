namespace Autoscale.Hpa.Tests;

/// <summary>How a pod is made for the naive calculator.</summary>
internal enum NaiveKind
{
    Ready,
    Unready,
    Pending,
    Missing,
    Ignored,
}
