
namespace Autoscale.Metrics.Control;

/// <summary>
/// The place of one declared source: the run that readers see, and the one that will take its place once it has something to say. It
/// is used by one reconcile at a time.
/// </summary>
internal sealed class SourceSlot : IAsyncDisposable
{
    private SourceRun? _shown;
    private SourceRun? _next;
    private SourceRun? _defective;
    private DateTimeOffset _defectiveSince;

    /// <summary>The status that was written last, on which version, and what came of it.</summary>
    public StatusBook Status { get; } = new();

    /// <summary>The run that was begun last, or null.</summary>
    public SourceRun? Newest => _next ?? _shown;

    /// <summary>Whether the run that was begun last is the one that readers see.</summary>
    public bool IsSettled => _next is null;

    /// <summary>Begins a run, which is shown at once where none is, and else as soon as it has something to say.</summary>
    public async Task BeginAsync(SourceRun run, DateTimeOffset now)
    {
        if (_next is { } overtaken)
        {
            _next = null;
            await overtaken.DisposeAsync();
        }

        if (_shown is null)
        {
            run.Stage.Show(null);
            _shown = run;
        }
        else
        {
            _next = run;
        }

        run.Start();
        await SettleAsync(now);
    }

    /// <summary>Lets the next run take its place if it has something to say.</summary>
    public async Task SettleAsync(DateTimeOffset now)
    {
        if (_next is { } next && _shown is { } before && next.HasSpoken(now))
        {
            next.TakeOver(before);
            (_shown, _next) = (next, null);
            await before.DisposeAsync();
        }
    }

    /// <summary>Notes that a run has ended by itself; true when that is new.</summary>
    public bool NoteDefect(SourceRun run, DateTimeOffset now)
    {
        var isNew = _defective != run;
        (_defective, _defectiveSince) = (run, isNew ? now : _defectiveSince);
        return isNew;
    }

    /// <summary>Whether the defect is so old that another try may be made.</summary>
    public bool HasRested(DateTimeOffset now, TimeSpan wait) => now - _defectiveSince >= wait;

    /// <summary>Ends all runs: the source's series are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await (_next?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_shown?.DisposeAsync() ?? ValueTask.CompletedTask);
        (_shown, _next) = (null, null);
    }
}
