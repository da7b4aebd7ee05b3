namespace Autoscale.Metrics.Sources;

/// <summary>How many messages of a queue wait (Ready) and how many are with a consumer (Unacknowledged).</summary>
public readonly record struct QueueDepth(string VirtualHost, string Queue, long Ready, long Unacknowledged);
