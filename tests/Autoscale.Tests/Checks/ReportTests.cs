using System.Text.Json.Nodes;
using Autoscale.Checks;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.Autoscale.Tests.Checks;

public sealed class ReportTests
{
    [Fact]
    public async Task Lines_SeveralFindings_AreAlignedAndSummedUp()
    {
        var report = await Checked.RunAsync(Checked.Rules, Checked.Pod("a", "{limits: {cpu: 2}, requests: {cpu: 1}}"), Checked.Pod("b"));

        Assert.Equal(
            [
                "file0.yaml:1  Namespace/team1                     ok",
                "file0.yaml:2  LimitRange/bounds -n team1          ok",
                "file0.yaml:3  ResourceQuota/team1-quota -n team1  ok",
                "file1.yaml:1  Pod/a -n team1                      refused: pods \"a\" is forbidden: maximum cpu usage per Container is 1, but limit is 2",
                "file2.yaml:1  Pod/b -n team1                      defaults: spec.containers[0] gets resources.requests.cpu=200m, resources.limits.cpu=300m",
                "5 objects, 1 refused, 0 warned",
            ],
            ReportText.Lines(report, isVerbose: false));
    }

    [Fact]
    public async Task Json_HasWhatTheTextHas()
    {
        var report = await Checked.RunAsync(Checked.Rules, Checked.Pod("a", "{limits: {cpu: 2}, requests: {cpu: 1}}"), "a: [");

        var json = JsonNode.Parse(ReportJson.Of(report));

        Assert.Equal("""{"objects":4,"refused":1,"warned":0,"unusable":1}""", json?["summary"]?.ToJsonString());
        Assert.Equal("refused", json?["objects"]?[3].TextAt("verdict"));
        Assert.Equal("team1", json?["objects"]?[3].TextAt("namespace"));
        Assert.Equal("Forbidden", json?["objects"]?[3]?["refusals"]?[0].TextAt("reason"));
        Assert.Equal(("file2.yaml", 1L), (json?["problems"]?[0].TextAt("file"), json?["problems"]?[0].NumberAt("document")));
    }

    [Fact]
    public async Task ExitCode_SomethingIsUnusable_OutranksRefusals()
    {
        var report = await Checked.RunAsync(Checked.Rules, Checked.Pod("a", "{limits: {cpu: 2}}"), "a: [");

        Assert.Equal(2, report.ExitCode(isStrict: false));
        Assert.Equal(1, (report with { Problems = [] }).ExitCode(isStrict: false));
    }
}
