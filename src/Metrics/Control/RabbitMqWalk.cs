namespace Autoscale.Metrics.Control;

/// <summary>What one walk over all queues of a broker was: its pages, one call each, and the bytes of their bodies.</summary>
internal readonly record struct RabbitMqWalk(int Pages, long Bytes);
