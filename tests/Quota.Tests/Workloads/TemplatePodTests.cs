using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.Quota.Tests.Limits;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Workloads;

public sealed class TemplatePodTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void Make_EveryRecordedPod_AsksForWhatTheServersDefaultsMakeOfIt()
    {
        var pods = Vectors.Read("limitrange").Where(line => line.Case.TryGetProperty("object", out var written) && written.GetProperty("kind").GetString() == "Pod").ToList();
        var failures = pods.Where(line => Defaulted(line.Case.GetProperty("object")) != Made(line.Case.GetProperty("object")))
            .Select(line => $"{line.File} {line.Case.GetProperty("id")}\n  expected {Defaulted(line.Case.GetProperty("object"))}\n  got      {Made(line.Case.GetProperty("object"))}")
            .ToList();

        Assert.NotEmpty(pods);
        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    [Fact]
    public void Make_PodLevelHugePages_TakeTheLimitsOfTheContainersAndRequestThem()
    {
        var spec = Given.Spec(
            "{'containers':[{'resources':{'limits':{'hugepages-2Mi':'4Mi'},'requests':{'cpu':'1'}}},{'resources':{'limits':{'hugepages-2Mi':'2Mi'}}}],"
            + "'resources':{'requests':{'memory':'1Gi'}}}");

        var pod = TemplatePod.Make(new() { Spec = spec }, "team", []);

        Assert.Equal("hugepages-2Mi=6Mi", ResourceVector.From(pod.Spec.Resources!.Limits).ToString());
        Assert.Equal("cpu=1,hugepages-2Mi=6Mi,memory=1Gi", ResourceVector.From(pod.Spec.Resources.Requests).ToString());
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{'requests':{'cpu':'1'},'limits':{'cpu':'1'}}", null)]
    [InlineData("{'requests':{'cpu':'2'},'limits':{'cpu':'1'}}", "spec.containers[0].resources.requests: Invalid value: \"2\": must be less than or equal to cpu limit of 1")]
    public void Invalidity_RequestAboveItsLimit_IsSaidAsTheServerDoes(string resources, string? expected) =>
        Assert.Equal(expected, TemplatePod.Invalidity(Given.OneContainer(resources)));

    private static string Defaulted(JsonElement written)
    {
        var pod = JsonNode.Parse(written.GetRawText())!.AsObject();
        PodDefaults.Apply(pod);
        return Text(pod.Deserialize(KubeJson.Default.Pod)!.Spec);
    }

    private static string Made(JsonElement written) =>
        Text(TemplatePod.Make(new() { Spec = written.Deserialize(KubeJson.Default.Pod)!.Spec }, "team", []).Spec);

    private static string Text(PodSpec spec) => string.Join("; ", spec.Containers.Concat(spec.InitContainers).Select(container => container.Resources)
        .Append(spec.Resources).Select(resources => $"{ResourceVector.From(resources?.Requests)} / {ResourceVector.From(resources?.Limits)}"));
}
