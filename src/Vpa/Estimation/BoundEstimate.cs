namespace Autoscale.Vpa.Estimation;

/// <summary>An amount in every step of its making, in millicores or bytes.</summary>
/// <param name="Usage">The percentile of usage.</param>
/// <param name="WithMargin">With the safety margin.</param>
/// <param name="Factor">How much it is widened for want of history; 1 is not at all.</param>
/// <param name="Scaled">Widened.</param>
/// <param name="Amount">At least the floor.</param>
internal readonly record struct BoundEstimate(long Usage, long WithMargin, double Factor, long Scaled, long Amount);
