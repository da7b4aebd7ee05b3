using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Nodes;
using Autoscale.LocalCluster.Nodes.Images;

namespace Autoscale.LocalCluster.Tests.Nodes;

public sealed class ContainerRunTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<ScriptedWork> _made = [];

    [Fact]
    public void Step_StartBrokenOff_IsAFailureNotARun()
    {
        using var run = Container(new ScriptedWork(Task.FromCanceled(new CancellationToken(canceled: true))));

        run.Step(Start);

        Assert.Equal((ContainerPhase.Restarting, 0, "the start was broken off"), (run.State.Phase, run.State.Restarts, run.State.End?.Failure));
    }

    [Fact]
    public void Step_StartThrowsAtOnce_IsAFailure()
    {
        using var run = Container(new ScriptedWork(null));

        run.Step(Start);

        Assert.Equal("no start", run.State.End?.Failure);
    }

    [Fact]
    public void Step_WorkEnded_IsStoppedBeforeTheNextBegins()
    {
        using var run = Container(new ScriptedWork(Task.CompletedTask));
        run.Step(Start);

        run.Step(Start.AddSeconds(1));
        Assert.Equal((1, ContainerPhase.Restarting, false), (_made[0].Stops, run.State.Phase, run.IsStopped));
        run.Step(Start.AddMinutes(1));
        Assert.Single(_made);

        _made[0].Stopped.SetResult();
        run.Step(Start.AddMinutes(1));
        Assert.Equal(2, _made.Count);
    }

    [Fact]
    public void Step_KeepsEnding_IsHeldBackTwiceAsLongEachTimeUpToFiveMinutes()
    {
        using var run = Container(new ScriptedWork(Task.CompletedTask), stops: true);
        var (held, now) = (new List<double>(), Start);

        for (var starts = 0; starts < 9; now += TimeSpan.FromMilliseconds(100))
        {
            var before = run.State;
            run.Step(now);
            starts = _made.Count;
            held.AddRange(run.State.Phase == ContainerPhase.Waiting && before.Phase != ContainerPhase.Waiting ? [run.State.BackOff.TotalSeconds] : []);
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300], held);
        Assert.Equal(8, run.State.Restarts);
    }

    [Fact]
    public void Step_MoreMemoryThanItsLimit_IsKilledASecondAfterItsStartAndStartedAgainAtOnce()
    {
        using var run = Container(new ScriptedWork(Task.CompletedTask) { Memory = 101 }, stops: true, limit: "100");
        run.Step(Start);

        run.Step(Start.AddSeconds(1));
        Assert.Equal(ContainerPhase.Restarting, run.State.Phase);
        Assert.Equal(new ContainerEnd(Start, Start.AddSeconds(1), 137, "OOMKilled", ""), run.State.End);

        run.Step(Start.AddSeconds(2));
        Assert.Equal((ContainerPhase.Running, 1), (run.State.Phase, run.State.Restarts));
    }

    [Theory]
    [InlineData("Never", ContainerPhase.Ended)]
    [InlineData("OnFailure", ContainerPhase.Restarting)]
    public void Step_KilledForItsMemory_IsStartedAgainAsItsPolicyHasIt(string policy, object expected)
    {
        using var run = Container(new ScriptedWork(Task.CompletedTask) { Memory = 101 }, stops: true, limit: "100", policy: policy);

        run.Step(Start);
        run.Step(Start.AddSeconds(1));

        Assert.Equal(expected, run.State.Phase);
    }

    private ContainerRun Container(ScriptedWork first, bool stops = false, string? limit = null, string policy = "Always")
    {
        var container = new JsonObject { ["name"] = "c", ["image"] = "x", ["resources"] = new JsonObject { ["limits"] = new JsonObject { ["memory"] = limit ?? "1Gi" } } };
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["autoscale.local/run-for"] = "1s" } } };
        return new ContainerRun(ContainerSettings.Of(pod, container), new ContainerRules(TimeSpan.Zero, policy), (_, _) => Make(first, stops));
    }

    private ScriptedWork Make(ScriptedWork first, bool stops)
    {
        _made.Add(_made.Count == 0 ? first : new ScriptedWork(Task.CompletedTask));
        if (stops)
        {
            _made[^1].Stopped.SetResult();
        }

        return _made[^1];
    }

    private sealed class ScriptedWork(Task? start) : IContainerWork
    {
        public TaskCompletionSource Stopped { get; } = new();

        public int Stops { get; private set; }

        public long Memory { get; init; }

        public Task StartAsync(CancellationToken cancellationToken) => start ?? throw new InvalidOperationException("no start");

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            return Stopped.Task;
        }

        public double CpuSeconds(DateTimeOffset now) => 0;

        public long MemoryBytes(DateTimeOffset now) => Memory;

        public void Adjust(ContainerSettings settings, DateTimeOffset now)
        {
        }

        public void Share(int sharers, DateTimeOffset now)
        {
        }
    }
}
