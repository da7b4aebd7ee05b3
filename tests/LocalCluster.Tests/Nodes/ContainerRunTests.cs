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

        Assert.Equal((ContainerPhase.Waiting, 1, "the start was broken off"), (run.State.Phase, run.State.Restarts, run.State.Failure));
    }

    [Fact]
    public void Step_StartThrowsAtOnce_IsAFailure()
    {
        using var run = Container(new ScriptedWork(null));

        run.Step(Start);

        Assert.Equal("no start", run.State.Failure);
    }

    [Fact]
    public void Step_WorkEnded_IsStoppedBeforeTheNextBegins()
    {
        using var run = Container(new ScriptedWork(Task.CompletedTask));
        run.Step(Start);

        run.Step(Start.AddSeconds(1));
        Assert.Equal((1, ContainerPhase.Waiting, false), (_made[0].Stops, run.State.Phase, run.IsStopped));
        run.Step(Start.AddMinutes(1));
        Assert.Single(_made);

        _made[0].Stopped.SetResult();
        run.Step(Start.AddMinutes(1));
        Assert.Equal(2, _made.Count);
    }

    private ContainerRun Container(ScriptedWork first)
    {
        var container = new JsonObject { ["name"] = "c", ["image"] = "x" };
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["autoscale.local/run-for"] = "1s" } } };
        return new ContainerRun(ContainerSettings.Of(pod, container), new ContainerRules(TimeSpan.Zero, "Always"), (_, _) => Make(first));
    }

    private ScriptedWork Make(ScriptedWork first)
    {
        _made.Add(_made.Count == 0 ? first : new ScriptedWork(Task.CompletedTask));
        return _made[^1];
    }

    private sealed class ScriptedWork(Task? start) : IContainerWork
    {
        public TaskCompletionSource Stopped { get; } = new();

        public int Stops { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => start ?? throw new InvalidOperationException("no start");

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Stops++;
            return Stopped.Task;
        }

        public double CpuSeconds(DateTimeOffset now) => 0;

        public long MemoryBytes(DateTimeOffset now) => 0;

        public void Adjust(ContainerSettings settings, DateTimeOffset now)
        {
        }
    }
}
