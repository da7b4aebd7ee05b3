namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>Queues of work: publishing for load generators, consuming for queue workers.</summary>
public interface IWorkBroker : IAsyncDisposable
{
    /// <summary>Connects; throws <see cref="BrokerUnavailableException"/> within a few seconds when the broker does not answer.</summary>
    Task ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Puts a message in a queue, which is made when it is missing; completes when the broker has it.</summary>
    Task PublishAsync(string queue, WorkItem item, CancellationToken cancellationToken);

    /// <summary>Hands the messages of a queue to the worker; several consumers of one queue compete.</summary>
    /// <returns>Disposing takes no more messages and completes when those in hand are finished or handed back.</returns>
    Task<IAsyncDisposable> ConsumeAsync(ConsumerOptions options, Func<WorkItem, CancellationToken, Task> work, CancellationToken cancellationToken);
}
