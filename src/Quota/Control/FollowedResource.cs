namespace Autoscale.Quota.Control;

/// <summary>A resource that is followed, or that would be if the API served it.</summary>
internal sealed class FollowedResource : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly long _since;
    private Task _run = Task.CompletedTask;

    private FollowedResource(ObjectSource? source, long since) => (Source, _since) = (source, since);

    /// <summary>What follows it; null when the API does not serve it.</summary>
    public ObjectSource? Source { get; }

    /// <summary>Whether all of its objects have been seen.</summary>
    public bool IsSynced { get; private set; }

    /// <summary>Begins to follow; says when all objects have been seen, and when it has ended.</summary>
    public static FollowedResource Start(ObjectSource? source, Action changed, TimeProvider time)
    {
        var followed = new FollowedResource(source, time.GetTimestamp());
        if (source is not null)
        {
            followed._run = followed.RunAsync(source, changed);
        }

        return followed;
    }

    /// <summary>Whether its objects should have been seen long ago: nobody needs to wait for them any more.</summary>
    public bool IsLate(TimeProvider time) => time.GetElapsedTime(_since) > Patience;

    /// <summary>Whether it ended by itself, which only a defect brings about; <see cref="DisposeAsync"/> throws it.</summary>
    public bool HasEnded => _run.IsFaulted;

    /// <summary>Stops, and throws what ended it before that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync(ObjectSource source, Action changed)
    {
        var following = source.RunAsync(_stop.Token);
        try
        {
            var sync = source.WaitForSyncAsync(_stop.Token);
            await Task.WhenAny(following, sync);
            IsSynced = sync.IsCompletedSuccessfully;
            changed();
            await following;
        }
        finally
        {
            changed();
        }
    }
}
