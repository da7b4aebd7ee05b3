using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Tells sources what the APIs are asked for, for five minutes after the last time, so that those which ask their own server
/// selector by selector know of it; who asks for the first time waits a little for the answer.
/// </summary>
internal sealed class MetricDemand(MetricTable table, Interest interest, TimeProvider time)
{
    private const int Most = 1000;

    private static readonly ObjectKey Watcher = new("autoscale.dev", "MetricsApi", "", "requests");
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Demand, (SeriesQuery Query, long Since)> _demands = [];

    /// <summary>Forgets what nobody asks for any more, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Sweep, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Forget();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            interest.Watch(Watcher, []);
        }
    }

    /// <summary>Asks for a metric with its selector; when that is new, waits for an answer as long as is decent.</summary>
    public async ValueTask AskAsync(SeriesQuery asked, Func<bool> isAnswered, CancellationToken cancellationToken)
    {
        if (!Note(asked) || isAnswered())
        {
            return;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var moved = table.Subscribe(series =>
        {
            if (series.Any(one => one.Kind == asked.Kind && one.Name == asked.Metric))
            {
                answered.TrySetResult();
            }
        });

        // It may have come before we listened; and one series may come after the other.
        while (!isAnswered() && !either.IsCancellationRequested)
        {
            await answered.Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Notes that somebody asks; tells whether that is new.</summary>
    private bool Note(SeriesQuery asked)
    {
        var demand = new Demand(asked.Kind, asked.Namespace, asked.Metric, asked.Selector.ToString());
        lock (_lock)
        {
            var isNew = !_demands.ContainsKey(demand);

            // Nothing that moves wakes anybody for it: the selector of the series picks none.
            _demands[demand] = (asked with { Selector = LabelSelector.Nothing, Asked = asked.Selector }, time.GetTimestamp());
            if (isNew)
            {
                if (_demands.Count > Most)
                {
                    _demands.Remove(_demands.MinBy(one => one.Value.Since).Key);
                }

                interest.Watch(Watcher, [.. _demands.Values.Select(one => one.Query)]);
            }

            return isNew;
        }
    }

    private void Forget()
    {
        lock (_lock)
        {
            var old = _demands.Where(one => time.GetElapsedTime(one.Value.Since) > Lifetime).Select(one => one.Key).ToList();
            if (old.Count == 0)
            {
                return;
            }

            foreach (var demand in old)
            {
                _demands.Remove(demand);
            }

            interest.Watch(Watcher, [.. _demands.Values.Select(one => one.Query)]);
        }
    }

    private readonly record struct Demand(SeriesKind Kind, string Namespace, string Metric, string Selector);
}
