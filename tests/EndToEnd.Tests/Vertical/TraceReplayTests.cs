using Autoscale.Testing.Vertical;
using Autoscale.Vpa;
using Xunit.Abstractions;

namespace Autoscale.EndToEnd.Tests.Vertical;

/// <summary>Recorded workloads with requests set by hand, by VPA's settings and by ours, in virtual time. The numbers are in the output.</summary>
public sealed class TraceReplayTests(ITestOutputHelper output)
{
    // Of the recordings those that differ most: a calm one, a small one that its requests by hand kill, and one of very small pods.
    public static TheoryData<string> Scenes => ["Borg", "Crane", "Small"];

    [Theory]
    [MemberData(nameof(Scenes))]
    public void Replay_OurSettings_WasteAndKillNoMoreThanUpstreams(string name)
    {
        var scene = SceneOf(name);
        var manual = scene.Manual();
        var upstream = scene.Upstream(UpdateModes.InPlaceOrRecreate);
        var ours = scene.Ours(UpdateModes.InPlaceOrRecreate);
        output.WriteLine(scene.Table([manual, upstream, ours]));

        Assert.True(ours.CpuSlack <= upstream.CpuSlack, $"{ours} against {upstream}");
        Assert.True(ours.MemorySlack <= upstream.MemorySlack, $"{ours} against {upstream}");
        Assert.True(ours.OomKills <= upstream.OomKills, $"{ours} against {upstream}");
        Assert.True(ours.CpuSlack < manual.CpuSlack, $"{ours} against {manual}");
        Assert.True(ours.OomKills <= manual.OomKills / 10, $"{ours} against {manual}");
    }

    [Fact]
    public void Replay_OfBorg_WastesAThirdLessMemoryThanByHand()
    {
        var scene = ReplayScene.OfBorg();

        Assert.True(scene.Ours(UpdateModes.InPlaceOrRecreate).MemorySlack < scene.Manual().MemorySlack * 2 / 3);
    }

    [Fact]
    public void Replay_Twice_IsTheSame()
    {
        Assert.Equal(ReplayScene.Small().Ours(UpdateModes.Recreate), ReplayScene.Small().Ours(UpdateModes.Recreate));
    }

    private static ReplayScene SceneOf(string name) => name switch
    {
        "Borg" => ReplayScene.OfBorg(),
        "Crane" => ReplayScene.OfCrane("w05_nonseasonal_small"),
        _ => ReplayScene.Small(),
    };
}
