using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class ControlLoopTests : IAsyncDisposable
{
    private static readonly ObjectKey A = new("autoscaling", "HorizontalPodAutoscaler", "ns", "a");

    private readonly VirtualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly WorkQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Func<Task<ReconcileResult>>> _answers = new();
    private readonly ConcurrentBag<string> _outcomes = [];
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private Task _running = Task.CompletedTask;
    private int _calls;

    public ControlLoopTests() => _queue = new(_time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _queue.Dispose();
        _stop.Dispose();
        _listener.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Reconcile_AskingToBeCalledAgain_IsCalledAfterThatTime()
    {
        Answer(() => Task.FromResult(ReconcileResult.After(TimeSpan.FromSeconds(15))));
        await StartAsync();

        await AdvanceAsync(14.9);
        Assert.Equal(1, _calls);
        await AdvanceAsync(0.1);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Reconcile_Conflict_IsRetriedAtOnceButNotForever()
    {
        Answer(Failing(new KubeError(new() { Code = 409, Reason = "Conflict" })), 3);
        await StartAsync();

        Assert.Equal(2, _calls);
        await AdvanceAsync(1);
        Assert.Equal(3, _calls);
        await AdvanceAsync(1);

        Assert.Equal(4, _calls);
        Assert.Equal(["conflict", "conflict", "conflict", "success"], Outcomes());
    }

    [Fact]
    public async Task Reconcile_ConflictOnce_IsRetriedOnce()
    {
        Answer(Failing(new KubeError(new() { Code = 409, Reason = "Conflict" })));
        await StartAsync();

        await AdvanceAsync(60);

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Reconcile_TransientFailure_IsRetriedWithGrowingWaits()
    {
        Answer(Failing(new HttpRequestException("connection refused")), 3);
        await StartAsync();

        Assert.Equal(1, _calls);
        await AdvanceAsync(0.005);
        Assert.Equal(2, _calls);
        await AdvanceAsync(0.005);
        Assert.Equal(2, _calls);
        await AdvanceAsync(0.005);
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task Reconcile_SuccessAfterFailures_ForgetsThem()
    {
        Answer(Failing(new TimeoutException()), 2);
        await StartAsync();

        await AdvanceAsync(1);
        await AdvanceAsync(1);

        Assert.Equal(3, _calls);
        Assert.Equal(0, _queue.Failures(A));
    }

    [Fact]
    public async Task Reconcile_TerminalFailure_IsNotRetriedAndLeavesTheLoopAlive()
    {
        Answer(Failing(new KubeError(new() { Code = 422, Reason = "Invalid" })));
        await StartAsync();
        await AdvanceAsync(3600);
        Assert.Equal(1, _calls);

        _queue.Add(A);
        await _queue.WaitUntilIdleAsync(CancellationToken.None);

        Assert.Equal(["success", "terminal"], Outcomes());
    }

    [Fact]
    public async Task Reconcile_TerminalFailureWithResync_ComesBackAfterIt()
    {
        Answer(Failing(new InvalidOperationException("a bug")));
        await StartAsync(new() { RequeueAfterTerminal = TimeSpan.FromSeconds(15) });

        await AdvanceAsync(15);

        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheReconcileAndReturns()
    {
        var started = new TaskCompletionSource();
        Answer(async () =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, _stop.Token);
            return ReconcileResult.Done;
        });
        _running = RunAsync(new());
        _queue.Add(A);
        await started.Task;

        await _stop.CancelAsync();

        await _running.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Run_SeveralWorkers_WorkAtTheSameTime()
    {
        var both = new CountdownEvent(2);
        Task<ReconcileResult> Meet() => Task.FromResult(both.Signal() || both.Wait(TimeSpan.FromSeconds(10)) ? ReconcileResult.Done : throw new TimeoutException());
        Answer(Meet, 2);
        _queue.Add(A with { Name = "b" });

        await StartAsync(new() { Workers = 2 });

        Assert.Equal(["success", "success"], Outcomes());
    }

    private static Func<Task<ReconcileResult>> Failing(Exception failure) => () => Task.FromException<ReconcileResult>(failure);

    private void Answer(Func<Task<ReconcileResult>> answer, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _answers.Enqueue(answer);
        }
    }

    private Task StartAsync(ControlLoopOptions? options = null)
    {
        _queue.Add(A);
        _running = RunAsync(options ?? new());
        return _queue.WaitUntilIdleAsync(CancellationToken.None);
    }

    private Task RunAsync(ControlLoopOptions options)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => _outcomes.Add((string)tags[1].Value!));
        _listener.Start();
        var services = new ControlLoopServices(_time, new(meters), NullLogger<ControlLoop>.Instance);
        return new ControlLoop("test", _queue, ReconcileAsync, options, services).RunAsync(_stop.Token);
    }

    private Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return _answers.TryDequeue(out var answer) ? answer() : Task.FromResult(ReconcileResult.Done);
    }

    private async Task AdvanceAsync(double seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await _queue.WaitUntilIdleAsync(CancellationToken.None);
    }

    private IEnumerable<string> Outcomes() => _outcomes.Order(StringComparer.Ordinal);
}
