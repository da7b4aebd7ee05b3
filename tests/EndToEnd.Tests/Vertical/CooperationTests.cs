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
    private const int Days = 4;

    [Fact]
    public void SteadyLoad_Together_NothingMoves()
    {
        var (apart, together) = Compare(CooperationScene.Steady(Days));

        Assert.Equal((0, 0), (together.ReplicaChanges, together.Evictions + together.Resizes));
        Assert.All(apart, other => Assert.True(other.MeanReplicas > together.MeanReplicas * 1.2, "apart, each change of requests is taken for one of load"));
    }

    [Fact]
    public void LoadRisesBurstsAndFalls_Together_TurnsOnlyAsTheLoadDoes()
    {
        var alone = CooperationScene.Daily(Days).Alone();
        var (apart, together) = Compare(CooperationScene.Daily(Days));

        Assert.Equal((alone.ReplicaChanges, alone.Reversals), (together.ReplicaChanges, together.Reversals));
        AssertBetter(apart, together);
        Assert.True(together.CpuSlack < alone.CpuSlack);
    }

    // Apart the two have so many replicas more that the same load moves fewer times, but many more of them.
    [Fact]
    public void RealRequests_Together_FewerPodsScaledAndLessUnused()
    {
        var (apart, together) = Compare(CooperationScene.Requests(Days));

        Assert.All(apart, other =>
        {
            Assert.True(together.PodsScaled < other.PodsScaled, $"{together} against {other}");
            Assert.True(together.IdleCoreHours < other.IdleCoreHours * 0.8, $"{together} against {other}");
        });
    }

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        Assert.Equal(CooperationScene.Steady(Days).Apart(UpdateModes.Recreate), CooperationScene.Steady(Days).Apart(UpdateModes.Recreate));
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
