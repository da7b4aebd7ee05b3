namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>
/// Makes an autoscaler wait for its turn before it asks for the scale of a target. Ours acts at once, the recorded one 15 s later;
/// so what was seen in between can be seen of ours too.
/// </summary>
internal sealed class TurnGate(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile TaskCompletionSource _turn = New();
    private volatile TaskCompletionSource _arrival = New();

    /// <summary>Lets everyone who waits go once; waits until there is somebody.</summary>
    public async Task TurnAsync()
    {
        await _arrival.Task;
        _arrival = New();
        Interlocked.Exchange(ref _turn, New()).SetResult();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get && request.RequestUri?.AbsolutePath.EndsWith("/scale", StringComparison.Ordinal) == true)
        {
            var turn = _turn.Task;
            _arrival.TrySetResult();
            await turn.WaitAsync(cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
