using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>One source at work for one declaration, on a stage of its own.</summary>
internal sealed class SourceRun : IAsyncDisposable
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly ISource _source;
    private readonly Action _told;
    private readonly bool _isPushed;
    private readonly DateTimeOffset _patientUntil;
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares a source; nothing of it runs yet.</summary>
    public SourceRun(string fingerprint, SourcePlan plan, (TableStage Stage, ISource Source, DateTimeOffset Now) made, Action told)
    {
        (Fingerprint, _told, _isPushed) = (fingerprint, told, plan.Pushed is not null);
        (Stage, _source, _) = made;
        _patientUntil = made.Now + plan.Settings.EffectiveDeadline + Slack;
        _source.HealthChanged += told;
    }

    /// <summary>What tells whether the source must be replaced.</summary>
    public string Fingerprint { get; }

    /// <summary>Where its feeds are.</summary>
    public TableStage Stage { get; }

    /// <summary>Why it does not run any more, though it should; null while it does.</summary>
    public string? Defect => _running.IsCompleted && !_end.IsCancellationRequested
        ? $"the source has ended by itself{(_running.Exception?.GetBaseException() is { } defect ? $", {defect.GetType().Name}" : "")}"
        : null;

    /// <summary>What it ended by, where it should not have.</summary>
    public Exception? Failure => _running.Exception?.GetBaseException();

    /// <summary>How the source fares.</summary>
    public SourceHealth Health => Defect is { } defect ? _source.Health with { Problem = defect } : _source.Health;

    /// <summary>Whether it has said something of all its metrics by now, a picture or why there is none, or has had the time to.</summary>
    public bool HasSpoken(DateTimeOffset now) => _isPushed || (Health != SourceHealth.Unread && (Stage.HasSpoken || now >= _patientUntil));

    /// <summary>Lets the source work until this is disposed.</summary>
    public void Start()
    {
        _running = Task.Run(() => _source.RunAsync(_end.Token), CancellationToken.None);
        _ = _running.ContinueWith(_ => _told(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Shows what the source says in place of another one, which is to end.</summary>
    public void TakeOver(SourceRun before)
    {
        if (_source is PushedSource mine && before._source is PushedSource theirs)
        {
            mine.Inherit(theirs);
        }

        Stage.Show(before.Stage);
    }

    /// <summary>Ends the source and closes its feeds.</summary>
    public async ValueTask DisposeAsync()
    {
        _source.HealthChanged -= _told;
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _source.DisposeAsync();
        _end.Dispose();
    }
}
