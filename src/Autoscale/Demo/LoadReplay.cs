using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Brokers;

namespace Autoscale.Demo;

/// <summary>Replays a trace: each arrival is a message, as heavy as the tokens that it made the model write, and a request.</summary>
internal sealed class LoadReplay(DemoSettings settings, IWorkBroker broker, ServiceTraffic traffic)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _published;

    /// <summary>Messages published so far.</summary>
    public int Published => Volatile.Read(ref _published);

    /// <summary>Publishes second by second of the trace, at its speed, until its end; a message counts once the broker has it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromSeconds(1) / settings.Speed;
        var usual = settings.Trace.Seconds.Sum(second => (double)second.GeneratedTokens) / Math.Max(1, settings.Trace.Requests);
        using var timer = new PeriodicTimer(step, Composition.Clock);
        foreach (var second in settings.Trace.Seconds)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (second.Requests > 0)
            {
                traffic.Send(DemoSettings.Namespace, DemoSettings.HttpWorkers, second.Requests);
                await Task.WhenAll(Enumerable.Range(0, second.Requests)
                    .Select(_ => PublishAsync(second.GeneratedTokens / (second.Requests * usual), cancellationToken)));
            }
        }
    }

    // A broker that is away for a moment must not lose a message of the demo: what was not taken is sent again.
    private async Task PublishAsync(double weight, CancellationToken cancellationToken)
    {
        var item = new WorkItem { Id = Guid.NewGuid(), PublishedAt = Composition.Clock.GetUtcNow(), Weight = weight };
        using var limit = new CancellationTokenSource(Longest, Composition.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await broker.PublishAsync(DemoSettings.Queue, item, both.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BrokerUnavailableException($"the broker took no message for {Longest.TotalSeconds} s", late);
        }

        Interlocked.Increment(ref _published);
    }
}
