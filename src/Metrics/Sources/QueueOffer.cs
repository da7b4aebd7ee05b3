namespace Autoscale.Metrics.Sources;

/// <summary>A metric made of a broker's queues under a name of the user's.</summary>
public sealed record QueueOffer
{
    /// <summary>The name under which autoscalers find it.</summary>
    public required string Name { get; init; }

    /// <summary>Which figure of the queues, by its series: rabbitmq_queue_backlog; see <see cref="QueueSeries.Table"/>.</summary>
    public required string Series { get; init; }

    /// <summary>Which queues, by <see cref="QueuePattern"/>; all by default. For a series of endpoints: which endpoints.</summary>
    public string Queue { get; init; } = "*";

    /// <summary>The virtual host of the queues; null (the default) for all that are read.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>What is made of several queues; a series for each by default.</summary>
    public QueueAggregation Aggregation { get; init; }

    /// <summary>What is wrong with it, in one line, or null.</summary>
    public string? Problem
    {
        get
        {
            if (!QueueSeries.TryFind(Series, out _))
            {
                return $"there is no series {Series} of RabbitMQ queues";
            }

            try
            {
                QueuePattern.Parse(Queue);
                return null;
            }
            catch (FormatException problem)
            {
                return problem.Message;
            }
        }
    }
}
