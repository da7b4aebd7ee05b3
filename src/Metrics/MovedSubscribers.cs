using System.Collections.Immutable;

namespace Autoscale.Metrics;

/// <summary>Those who want to hear which series moved.</summary>
internal sealed class MovedSubscribers
{
    private ImmutableArray<Action<IReadOnlyList<SeriesKey>>> _subscribers = [];

    /// <summary>Adds a subscriber until the answer is disposed.</summary>
    public IDisposable Add(Action<IReadOnlyList<SeriesKey>> subscriber)
    {
        ImmutableInterlocked.Update(ref _subscribers, static (all, added) => all.Add(added), subscriber);
        return new Subscription(this, subscriber);
    }

    /// <summary>Tells everyone, on the calling thread.</summary>
    public void Tell(IReadOnlyList<SeriesKey> moved)
    {
        if (moved.Count == 0)
        {
            return;
        }

        foreach (var subscriber in _subscribers)
        {
            subscriber(moved);
        }
    }

    private sealed class Subscription(MovedSubscribers owner, Action<IReadOnlyList<SeriesKey>> subscriber) : IDisposable
    {
        public void Dispose() =>
            ImmutableInterlocked.Update(ref owner._subscribers, static (all, gone) => all.Remove(gone), subscriber);
    }
}
