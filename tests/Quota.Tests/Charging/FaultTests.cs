using System.Text.Json.Nodes;
using Autoscale.Quota.Control;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Charging;

public sealed class FaultTests
{
    private const string TimedOut = "Internal error occurred: resource quota evaluation timed out";

    // Nothing here is given back by the status controller within a test.
    private readonly QuotaOptions _patient = new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task Validate_SecondQuotaWrittenMeanwhile_ChargesEachOnce()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        transport.BeforeCharge = Once("b", () => scene.UpdateAsync("ResourceQuota", "b", quota => quota["metadata"]!["labels"] = new JsonObject { ["x"] = "y" }));

        var verdict = await replica.AskAsync("pods", QuotaScene.Pod("p"));

        Assert.True(verdict.IsAllowed);
        Assert.Equal(("1", "1"), (scene.Used("a", "pods"), scene.Used("b", "pods")));
    }

    [Fact]
    public async Task Validate_SecondQuotaFilledMeanwhile_GivesBackWhatTheFirstStored()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        transport.BeforeCharge = Once("b", () => scene.UpdateAsync("ResourceQuota", "b", quota => quota["status"]!["used"]!["pods"] = "10", "status"));

        var verdict = await replica.AskAsync("pods", QuotaScene.Pod("p"));

        Assert.Equal("pods \"p\" is forbidden: exceeded quota: b, requested: pods=1, used: pods=10, limited: pods=10", verdict.Denial!.Message);
        await scene.UsedAsync("a", "pods", "0");
    }

    [Fact]
    public async Task Validate_ApiDoesNotAnswer_IsRefusedAsRetryableAndWorksAgainAfterwards()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(
            _patient with { Deadline = TimeSpan.FromSeconds(4), CallLimit = TimeSpan.FromSeconds(2) });
        await scene.TwoQuotasAsync();
        transport.BeforeCharge = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        transport.BeforeRead = cancellationToken => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        var silent = await replica.AskAsync("pods", QuotaScene.Pod("p"));
        (transport.BeforeCharge, transport.BeforeRead) = ((_, _) => Task.CompletedTask, _ => Task.CompletedTask);
        await Eventually.TrueAsync(async () => (await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed, "an answer");

        Assert.Equal((500, "InternalError", TimedOut), (silent.Denial!.Code, silent.Denial.Reason, silent.Denial.Message));
        Assert.Equal(("1", "1"), (scene.Used("a", "pods"), scene.Used("b", "pods")));
    }

    [Fact]
    public async Task Validate_ConnectionBreaks_IsTriedAgain()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.TwoQuotasAsync();
        transport.BeforeCharge = Once("a", () => throw new HttpRequestException("connection reset"));

        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);

        Assert.Equal(("1", "1"), (scene.Used("a", "pods"), scene.Used("b", "pods")));
    }

    [Fact]
    public async Task Validate_AnswerToAChargeIsLost_CostsTwiceUntilItIsCountedAway()
    {
        var options = _patient with { InFlight = TimeSpan.FromMilliseconds(600) };
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(options);
        var (replica, transport) = await scene.FaultyReplicaAsync(options);
        await scene.TwoQuotasAsync();
        transport.AfterCharge = Once("a", () => throw new HttpRequestException("connection reset"));
        var used = scene.Follow("a", "pods");

        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);
        await scene.CreateAsync("Pod", QuotaScene.Pod("p"));

        await scene.UsedAsync("a", "pods", "1");
        Assert.Contains("2", used);
        Assert.Equal("1", scene.Used("b", "pods"));
    }

    [Fact]
    public async Task Validate_QuotasNotKnownYet_WaitsAndIsRefusedAsRetryable()
    {
        await using var scene = await QuotaScene.StartAsync();
        await using var replica = new QuotaReplica(scene.Config, _patient with { Deadline = TimeSpan.FromMilliseconds(100) }, null);

        var verdict = await replica.AskAsync("pods", QuotaScene.Pod("p"));

        Assert.Equal((500, TimedOut), (verdict.Denial!.Code, verdict.Denial.Message));
        Assert.NotNull(verdict.Denial.RetryAfter);
    }

    [Fact]
    public async Task Validate_QuotasNotKnownYetWhileAdvising_IsLeftToTheServer()
    {
        await using var scene = await QuotaScene.StartAsync();
        var advising = new QuotaOptions { Mode = GovernanceMode.Advise, Deadline = TimeSpan.FromMilliseconds(100) };
        await using var replica = new QuotaReplica(scene.Config, advising, null);

        Assert.True((await replica.AskAsync("pods", QuotaScene.Pod("p"))).IsAllowed);
    }

    [Fact]
    public async Task Validate_ApiDoesNotAnswerReads_RefusesByWhatIsKnown()
    {
        await using var scene = await QuotaScene.StartAsync();
        await scene.ReplicaAsync(_patient);
        var (replica, transport) = await scene.FaultyReplicaAsync(_patient);
        await scene.QuotaAsync("q", """{"pods":"0"}""");
        transport.BeforeRead = _ => throw new HttpRequestException("no route to host");

        Assert.Equal(403, (await replica.AskAsync("pods", QuotaScene.Pod("p"))).Denial!.Code);
    }

    private static Func<string, CancellationToken, Task> Once(string quota, Func<Task> act)
    {
        var isDone = false;
        return (charged, _) => charged == quota && !isDone && (isDone = true) ? act() : Task.CompletedTask;
    }
}
