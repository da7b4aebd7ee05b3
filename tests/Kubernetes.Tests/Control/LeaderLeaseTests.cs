using Autoscale.Kubernetes.Control;
using Autoscale.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Kubernetes.Tests.Control;

public sealed class LeaderLeaseTests : IDisposable
{
    private readonly LeaseApi _api = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _api.Dispose();
    }

    [Fact]
    public Task Run_NobodyLeads_LeadsRenewsAndReleases() => OnThePool(async () =>
    {
        var lease = Lease("a");
        var running = lease.RunAsync(WorkAsync, _stop.Token);
        Assert.True(lease.IsLeader);
        Assert.Equal("a", _api.Holder);
        _api.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("2026-01-01T00:00:04.000000Z", (string?)_api.Stored?["spec"]?["renewTime"]);

        await _stop.CancelAsync();
        await running;

        Assert.False(lease.IsLeader);
        Assert.Null(_api.Holder);
        Assert.Equal(1, (int?)_api.Stored?["spec"]?["leaseDurationSeconds"]);
    });

    [Fact]
    public Task Run_AnotherLeads_WaitsUntilItIsGone() => OnThePool(async () =>
    {
        using var stopFirst = new CancellationTokenSource();
        var first = Lease("a");
        var second = Lease("b");
        var firstRun = first.RunAsync(WorkAsync, stopFirst.Token);
        var secondRun = second.RunAsync(WorkAsync, _stop.Token);
        _api.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((true, false), (first.IsLeader, second.IsLeader));
        Assert.Equal("a", second.Leader);

        await stopFirst.CancelAsync();
        await firstRun;
        _api.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((false, true), (first.IsLeader, second.IsLeader));
        Assert.Equal(1, (int?)_api.Stored?["spec"]?["leaseTransitions"]);
        await _stop.CancelAsync();
        await secondRun;
    });

    [Fact]
    public Task Run_LeaderVanishes_LeaseIsTakenWhenItHasRunOut() => OnThePool(async () =>
    {
        _api.Store(new() { ["holderIdentity"] = "gone", ["leaseDurationSeconds"] = 15, ["leaseTransitions"] = 0 });
        var lease = Lease("b");
        var running = lease.RunAsync(WorkAsync, _stop.Token);

        _api.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.False(lease.IsLeader);
        _api.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.True(lease.IsLeader);
        await _stop.CancelAsync();
        await running;
    });

    [Fact]
    public Task Run_ServerDownForTenSeconds_StopsTheWorkAndLeadsAgainLater() => OnThePool(async () =>
    {
        var stopped = new TaskCompletionSource();
        var lease = Lease("a");
        var running = lease.RunAsync(token => WorkAsync(stopped, token), _stop.Token);
        _api.IsDown = true;
        _api.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.True(lease.IsLeader);

        _api.Time.Advance(TimeSpan.FromSeconds(4));
        await stopped.Task;

        _api.IsDown = false;
        while (!lease.IsLeader)
        {
            await Task.Yield();
            _api.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await _stop.CancelAsync();
        await running;
    });

    [Fact]
    public Task Run_OneRequestIsNeverAnswered_TriesAgainAndStaysLeader() => OnThePool(async () =>
    {
        var stopped = new TaskCompletionSource();
        var lease = Lease("a");
        var running = lease.RunAsync(token => WorkAsync(stopped, token), _stop.Token);

        _api.Unanswered = 1;
        _api.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.False(stopped.Task.IsCompleted);
        Assert.Equal("2026-01-01T00:00:29.000000Z", (string?)_api.Stored?["spec"]?["renewTime"]);
        await _stop.CancelAsync();
        await running;
    });

    [Fact]
    public Task Run_AnswersAreLate_CountsTheDeadlineFromTheAsking() => OnThePool(async () =>
    {
        var lease = Lease("a");
        var running = lease.RunAsync(WorkAsync, _stop.Token);

        // Asked to write at 4 s, answered at 6 s.
        _api.Latency = TimeSpan.FromSeconds(2);
        _api.Time.Advance(TimeSpan.FromSeconds(6));
        (_api.Latency, _api.IsDown) = (TimeSpan.Zero, true);
        _api.Time.Advance(TimeSpan.FromSeconds(9));

        await Eventually.TrueAsync(() => Task.FromResult(!lease.IsLeader), "the leader to step down");
        await _stop.CancelAsync();
        await running;
    });

    [Fact]
    public Task Run_LeaseTakenByAnother_StopsTheWork() => OnThePool(async () =>
    {
        var stopped = new TaskCompletionSource();
        var lease = Lease("a");
        var running = lease.RunAsync(token => WorkAsync(stopped, token), _stop.Token);

        _api.Store(new() { ["holderIdentity"] = "thief", ["leaseDurationSeconds"] = 15 });
        _api.Time.Advance(TimeSpan.FromSeconds(2));

        await stopped.Task;
        await _stop.CancelAsync();
        await running;
        Assert.Equal("thief", _api.Holder);
    });

    [Fact]
    public Task Run_WorkEnds_ReturnsAndReleases() => OnThePool(async () =>
    {
        await Lease("a").RunAsync(_ => Task.CompletedTask, _stop.Token);

        Assert.Null(_api.Holder);
    });

    [Fact]
    public Task Run_WorkFails_ReleasesAndThrows() => OnThePool(async () =>
    {
        var running = Lease("a").RunAsync(_ => throw new InvalidOperationException("broken"), _stop.Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Null(_api.Holder);
    });

    // Away from the test framework's context every step runs on the thread that advances the clock, one after another.
    private static Task OnThePool(Func<Task> test) => Task.Run(test);

    private Task WorkAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, _api.Time, cancellationToken);

    private async Task WorkAsync(TaskCompletionSource stopped, CancellationToken cancellationToken)
    {
        try
        {
            await WorkAsync(cancellationToken);
        }
        finally
        {
            stopped.TrySetResult();
        }
    }

    private LeaderLease Lease(string identity) => new(
        _api.Client(),
        new() { Namespace = "ns", Name = "lease", Identity = identity, Random = new(7) },
        _api.Time,
        NullLogger<LeaderLease>.Instance);
}
