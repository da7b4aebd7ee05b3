using Autoscale.Testing.Vertical;
using Autoscale.Vpa;
using Xunit.Abstractions;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>
/// A horizontal and a vertical autoscaler of one workload on the same resource in virtual time, the real deciders of both: apart, as
/// upstream, and together. The numbers are in the output.
/// </summary>
public sealed class CooperationTests(ITestOutputHelper output)
{
    [Fact]
    public void SteadyLoad_Together_NothingMoves()
    {
        var (apart, together) = Compare(CooperationScene.Steady);

        Assert.Equal((0, 0), (together.ReplicaChanges, together.Evictions + together.Resizes));
        Assert.All(apart, other => Assert.True(other.MeanReplicas > together.MeanReplicas * 1.2, "apart, each change of requests is taken for one of load"));
    }

    [Fact]
    public void LoadRisesBurstsAndFalls_Together_TurnsOnlyAsTheLoadDoes()
    {
        var alone = CooperationScene.Daily.Alone();
        var (apart, together) = Compare(CooperationScene.Daily);

        Assert.Equal((alone.ReplicaChanges, alone.Reversals), (together.ReplicaChanges, together.Reversals));
        AssertBetter(apart, together);
        Assert.True(together.CpuSlack < alone.CpuSlack);
    }

    [Fact]
    public void RealRequests_Together_FewerReplicaChangesAndLessUnused()
    {
        var (apart, together) = Compare(CooperationScene.Requests);

        AssertBetter(apart, together);
    }

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        Assert.Equal(CooperationScene.Steady.Apart(UpdateModes.Recreate), CooperationScene.Steady.Apart(UpdateModes.Recreate));
    }

    private static void AssertBetter(IReadOnlyList<Scorecard> apart, Scorecard together) => Assert.All(apart, other =>
    {
        Assert.True(together.ReplicaChanges < other.ReplicaChanges, $"{together} against {other}");
        Assert.True(together.IdleCoreHours < other.IdleCoreHours, $"{together} against {other}");
        Assert.True(together.Evictions <= other.Evictions, $"{together} against {other}");
    });

    private (IReadOnlyList<Scorecard> Apart, Scorecard Together) Compare(CooperationScene scene)
    {
        Scorecard[] apart = [scene.Apart(UpdateModes.Recreate), scene.Apart(UpdateModes.InPlaceOrRecreate)];
        var together = scene.Together();
        output.WriteLine(scene.Table([.. apart, together]));
        return (apart, together);
    }
}
