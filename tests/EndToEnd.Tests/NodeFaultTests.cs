using System.Text;
using System.Text.RegularExpressions;
using Autoscale.LocalCluster.Api;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Faults of nodes and of what they measure: nothing scales down because of them, and everything recovers by itself.</summary>
public sealed partial class NodeFaultTests
{
    private const int SpoiltScrapes = 18;

    [Theory]
    [InlineData("NaN")]
    [InlineData("-5")]
    [InlineData("-Inf")]
    [InlineData("1e")]
    public async Task Node_MeasuresNonsense_HoldsAndRecovers(string value) =>
        await FailAsync(answer => answer with { Body = Spoil(answer.Body, value) });

    [Theory]
    [InlineData(500, "internal error")]
    [InlineData(200, "<html>welcome</html>")]
    [InlineData(200, "")]
    public async Task Node_AnswersBadly_HoldsAndRecovers(int code, string body) =>
        await FailAsync(answer => answer with { Code = code, Body = Encoding.UTF8.GetBytes(body) });

    [Fact]
    public async Task Node_StopsAnswering_LosesItsReadingsAloneAndRecovers()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();
        var lost = scene.Controllers.Pods.All.First(pod => pod.Metadata.Name.StartsWith("web-", StringComparison.Ordinal)).Spec.NodeName!;

        scene.Local.Runtime.SetAnswering(lost, isAnswering: false);
        await UntilAsync(scene, () => scene.Controllers.Table.WhyNodeAbsent(lost) is not null, "the node's readings to go");
        await UntilAsync(scene, () => !IsReady(scene, lost), "the node to be given up");
        Assert.True(scene.Controllers.Table.Nodes.Any());
        scene.Local.Runtime.SetAnswering(lost, isAnswering: true);

        await UntilAsync(scene, () => scene.Controllers.Table.WhyNodeAbsent(lost) is null && IsReady(scene, lost), "the node to come back");
        await scene.RaiseAsync(4);
        Assert.Equal([1, 3, 4], scene.Steps.All.Where(step => step != 2));
    }

    [Fact]
    public async Task Nodes_AllStopAnswering_HoldsAndRecovers()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();
        var nodes = scene.Controllers.Nodes.All.Select(node => node.Metadata.Name).ToList();

        nodes.ForEach(node => scene.Local.Runtime.SetAnswering(node, isAnswering: false));
        await scene.ConditionAsync("ScalingActive", "FailedGetResourceMetric");
        nodes.ForEach(node => scene.Local.Runtime.SetAnswering(node, isAnswering: true));

        await scene.ConditionAsync("ScalingActive", "ValidMetricFound");
        await scene.RaiseAsync(4);
        Assert.Equal([1, 3, 4], scene.Steps.All.Where(step => step != 2));
    }

    private static async Task FailAsync(Func<NodeAnswer, NodeAnswer> spoil)
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();
        var good = scene.Local.Host.Api.NodeProxy!;

        var spoilt = 0;
        scene.Local.Host.Api.NodeProxy = async (node, path, token) =>
        {
            Interlocked.Increment(ref spoilt);
            return await good(node, path, token) is { } answer ? spoil(answer) : null;
        };

        // Several scrapes of each node: a rate is made of two.
        await UntilAsync(scene, () => Volatile.Read(ref spoilt) >= SpoiltScrapes, "spoilt scrapes");
        await scene.ConditionAsync("ScalingActive", "FailedGetResourceMetric");
        scene.Local.Host.Api.NodeProxy = good;

        await scene.ConditionAsync("ScalingActive", "ValidMetricFound");
        await scene.RaiseAsync(4);
        Assert.Equal([1, 3, 4], scene.Steps.All.Where(step => step != 2));
    }

    private static byte[] Spoil(ReadOnlyMemory<byte> body, string value) =>
        Encoding.UTF8.GetBytes(CpuCounter().Replace(Encoding.UTF8.GetString(body.Span), $"$1 {value} "));

    [GeneratedRegex(@"(?m)^(container_cpu_usage_seconds_total\{.*\}) \S+ ")]
    private static partial Regex CpuCounter();

    private static bool IsReady(FaultScene scene, string node) => scene.Local.Host.Api.Store
        .Find(scene.Local.Host.Api.Kinds.Find("", "v1", "nodes")!, "", node)!.Value["status"]!["conditions"]!.AsArray()
        .Any(condition => condition!["type"]!.GetValue<string>() == "Ready" && condition["status"]!.GetValue<string>() == "True");

    private static Task UntilAsync(FaultScene scene, Func<bool> claim, string description)
    {
        Assert.False(scene.Controllers.Work.IsCompleted);
        return Testing.Eventually.TrueAsync(() => Task.FromResult(claim()), description, FaultScene.Limit);
    }
}
