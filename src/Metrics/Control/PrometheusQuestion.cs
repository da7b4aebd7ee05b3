using System.Collections.Immutable;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>
/// One query, asked at its own pace for all targets that want its answer: a slow or failing one delays no other. Without targets it
/// still shows whether the server answers.
/// </summary>
internal sealed class PrometheusQuestion
{
    private readonly string _query;
    private readonly PrometheusAsking _asking;
    private readonly Action<string> _remark;
    private ImmutableArray<PrometheusOutlet> _outlets = [];
    private bool _wasWatched;
    private string _note = "";

    /// <summary>Prepares to ask; what the server remarks is handed over when it changes.</summary>
    public PrometheusQuestion(string query, PrometheusAsking asking, Action<string> remark)
    {
        (_query, _asking, _remark) = (query, asking, remark);
        Loop = new SourceLoop(asking.Options(ReadAsync, Fail) with { IsWatched = IsWatched }, asking.Tools);
    }

    /// <summary>Asks, period after period.</summary>
    public SourceLoop Loop { get; }

    /// <summary>Takes the present targets; one that is new, or looked at since now, is asked for at once.</summary>
    public void Serve(ImmutableArray<PrometheusOutlet> outlets)
    {
        var isWatched = outlets.Any(outlet => outlet.IsWatched);
        var mustAsk = (isWatched && !_wasWatched) || outlets.Except(_outlets).Any();
        ImmutableInterlocked.InterlockedExchange(ref _outlets, outlets);
        _wasWatched = isWatched;
        if (mustAsk)
        {
            Loop.Wake();
        }
    }

    private bool IsWatched() => _outlets.Any(outlet => outlet.IsWatched);

    private async Task<SourceAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = await _asking.QueryAsync(_query, cancellationToken);
        var note = string.Join("; ", answer.Notes.Select(SourceFailure.OneLine));
        if (note != _note && note.Length > 0)
        {
            _remark(note);
        }

        _note = note;
        return new SourceAnswer(() => Publish(answer), answer.Samples.Count, answer.Bytes);
    }

    private void Publish(PrometheusAnswer answer)
    {
        foreach (var outlet in _outlets)
        {
            outlet.Publish(answer, _asking.Tools.Time.GetUtcNow());
        }
    }

    private void Fail(string because, DateTimeOffset now)
    {
        foreach (var outlet in _outlets)
        {
            outlet.Fail(because, now);
        }
    }
}
