namespace Autoscale.Metrics.Sources;

/// <summary>What a reporter is answered whose report was taken: how many readings count, and how many were older than what is known.</summary>
internal sealed record PushedReceipt(int Accepted, int Late);
