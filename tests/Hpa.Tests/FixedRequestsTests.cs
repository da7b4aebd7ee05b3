using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Tests;

public sealed class FixedRequestsTests
{
    private static readonly RequestBasis Basis = new() { Owner = "VerticalPodAutoscaler web", Target = "Deployment web", Template = Template("100m") };

    [Theory]
    [InlineData("50m")]
    [InlineData("100m")]
    [InlineData("400m")]
    public void Decide_PodsWereRightSized_ReckonsAgainstTheTemplate(string moved)
    {
        var decision = Some.Decide(Facts(moved, 100, 100));

        Assert.Equal(4, decision.Desired);
        Assert.Equal(100, decision.Proposals[0].Utilization);
    }

    [Fact]
    public void Decide_NoBasis_ReckonsAgainstThePodsOwn()
    {
        Assert.Equal(8, Some.Decide(Facts("50m", 100, 100) with { Bases = [] }).Desired);
    }

    [Fact]
    public void Decide_MissingPods_CountWithTheTemplatesRequestsToo()
    {
        var facts = Facts("400m", 100, 100);
        var partly = facts with { Readings = [new() { OfPods = [Some.Sample(100)] }] };

        // One pod at 100 %, the other assumed idle: 50 % of what both were made for is just the target.
        Assert.Equal(ProposalRule.WithinToleranceWhenFilled, Some.Decide(partly).Proposals[0].Rule);
    }

    [Fact]
    public void Decide_InjectedContainer_CountsWithItsOwnRequest()
    {
        var pod = Some.Pod(cpu: "400m");
        var injected = pod with { Spec = pod.Spec with { Containers = [.. pod.Spec.Containers, Container("proxy", "60m")] } };
        var facts = Facts("400m", 160) with { Target = new() { Selector = "app=web", Pods = [PodTraits.EntryOf(injected)] } };

        Assert.Equal(100, Some.Decide(facts).Proposals[0].Utilization);
    }

    [Fact]
    public void Decide_OneContainersMetric_LooksAtThatContainerOfTheTemplate()
    {
        var metric = new MetricSpec
        {
            Type = "ContainerResource",
            ContainerResource = new() { Name = "cpu", Container = "app", Target = new() { Type = "Utilization", AverageUtilization = 50 } },
        };
        var facts = Some.Facts(Some.Spec(metric), 1, new MetricReading { OfPods = [Some.Sample(75)] }) with { Bases = [Basis] };

        Assert.Equal(75, Some.Decide(facts).Proposals[0].Utilization);
    }

    [Fact]
    public void Decide_TemplateNamesNoRequest_ReckonsAgainstThePodsOwnAndSaysSo()
    {
        var facts = Facts("50m", 50, 50) with { Bases = [Basis with { Template = Template(null) }] };

        Assert.Equal(4, Some.Decide(facts).Desired);
        Assert.Equal(("False", "NoRequestInTemplate"), StateOf(facts));
    }

    [Fact]
    public void Decide_TemplateUnknown_KeepsReplicasInsteadOfScalingByMovedRequests()
    {
        var facts = Facts("10m", 100, 100) with { Bases = [Basis with { Template = null, Problem = "deployments.apps \"web\" is forbidden" }] };

        var decision = Some.Decide(facts);

        Assert.False(decision.Rescales);
        Assert.Contains("deployments.apps \"web\" is forbidden", decision.MetricsError, StringComparison.Ordinal);
        Assert.Equal(("False", "TemplateUnknown"), StateOf(facts));
    }

    [Fact]
    public void Report_TemplatesRequestsCount_SaysWhoRightSizes()
    {
        var condition = ConditionOf(Facts("400m", 100, 100));

        Assert.Equal(("True", "RequestsOfTemplate"), (condition?.Status, condition?.Reason));
        Assert.Equal(
            "utilization of cpu is reckoned against the requests of the pod template of Deployment web, since VerticalPodAutoscaler web right-sizes the pods",
            condition?.Message);
    }

    [Fact]
    public void Report_VerticalAutoscalerIsGone_TakesTheConditionAway()
    {
        var before = Facts("400m", 100, 100);
        var hpa = before.Hpa with { Status = before.Hpa.Status with { Conditions = [new() { Type = "FixedRequests", Status = "True" }] } };

        Assert.Null(ConditionOf(before with { Hpa = hpa, Bases = [] }));
    }

    private static ScaleFacts Facts(string requestOfPods, params long[] usage) =>
        Some.Facts(Some.Spec(Some.Cpu()), usage.Length, new MetricReading { OfPods = [.. usage.Select(Some.Sample)] }) with
        {
            Target = new()
            {
                Selector = "app=web",
                Pods = [.. usage.Select((_, i) => PodTraits.EntryOf(Some.Pod($"p{i}", requestOfPods)))],
            },
            Bases = [Basis],
        };

    private static (string?, string?) StateOf(ScaleFacts facts) => (ConditionOf(facts)?.Status, ConditionOf(facts)?.Reason);

    private static HpaCondition? ConditionOf(ScaleFacts facts) =>
        HpaReport.Of(facts, Some.Decide(facts), RescaleResult.Done, new(), Some.Now).Status.Conditions.FirstOrDefault(c => c.Type == "FixedRequests");

    private static PodTemplate Template(string? cpu) => new() { Spec = new() { Containers = [Container("app", cpu)] } };

    private static Container Container(string name, string? cpu) => new()
    {
        Name = name,
        Resources = cpu is null ? null : new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) } },
    };
}
