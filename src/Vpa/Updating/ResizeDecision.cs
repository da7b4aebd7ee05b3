namespace Autoscale.Vpa.Updating;

/// <summary>Whether a pod may be resized, and why not.</summary>
internal readonly record struct ResizeDecision(ResizeVerdict Verdict, UpdateReason Reason);
