namespace Autoscale.Vpa.Updating;

/// <summary>Why nothing may be evicted: in one word, as of conditions, and in a sentence.</summary>
public sealed record EvictionHold(string Reason, string Message);
