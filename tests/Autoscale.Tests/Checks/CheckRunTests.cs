using Autoscale.Checks;

namespace Autoscale.Autoscale.Tests.Checks;

public sealed class CheckRunTests
{
    [Fact]
    public async Task Run_NothingIsWrong_RefusesAndWarnsOfNothing()
    {
        var report = await Checked.RunAsync(Checked.Rules, Checked.Pod("p", "{requests: {cpu: 100m}, limits: {cpu: 100m}}"));

        Assert.Equal(0, report.ExitCode(isStrict: true));
        Assert.All(report.Objects, one => Assert.Equal(["ok"], ReportText.Lines(new([one], []), isVerbose: false).Select(line => line.Split("  ")[^1]).SkipLast(1)));
    }

    [Fact]
    public async Task Run_PodLacksResources_SaysWhatTheLimitRangeSets()
    {
        var findings = await Checked.LastAsync(Checked.Rules, Checked.Pod("p"));

        Assert.Equal(
            [new("spec.containers[0]", "resources.requests.cpu", "200m"), new("spec.containers[0]", "resources.limits.cpu", "300m")],
            findings.Defaults);
    }

    [Fact]
    public async Task Run_PodBreaksTheLimitRangeAndTheQuota_SaysBothInTheServersWords()
    {
        var findings = await Checked.LastAsync(Checked.Rules, Checked.Pod("p", "{limits: {cpu: 2}}"));

        Assert.Equal(
            [
                "pods \"p\" is forbidden: maximum cpu usage per Container is 1, but limit is 2",
                "pods \"p\" is forbidden: exceeded quota: team1-quota, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1",
            ],
            findings.Refusals.Select(refusal => refusal.Message));
    }

    [Fact]
    public async Task Run_SeveralObjects_AreHeldAgainstWhatThoseBeforeLeft()
    {
        var big = "{requests: {cpu: 600m}, limits: {cpu: 600m}}";

        var report = await Checked.RunAsync(Checked.Rules, $"{Checked.Pod("a", big)}\n---\n{Checked.Pod("b", big)}\n---\n{Checked.Pod("c")}");

        Assert.Equal([false, true, false], report.Objects.TakeLast(3).Select(one => one.IsRefused));
        Assert.Contains("used: requests.cpu=600m", report.Objects[^2].Findings.Refusals[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RulesComeLast_HoldAllTheSame()
    {
        var report = await Checked.RunAsync(Checked.Pod("p", "{limits: {cpu: 2}}"), Checked.Rules);

        Assert.True(report.Objects[0].IsRefused);
        Assert.Equal("file0.yaml:1", report.Objects[0].Subject.Place.ToString());
    }

    [Fact]
    public async Task Run_WorkloadDoesNotFit_WarnsAndNamesTheReplica()
    {
        var findings = await Checked.LastAsync(Checked.Rules, Checked.Deployment("web", 6));

        Assert.Equal(
            ["deployments.apps \"web\" would exceed quota team1-quota at 6 of 6 replicas: pods 1 each, 5 left of 5; requests.cpu 200m each, 1 left of 1"],
            findings.Warnings);
        Assert.Contains(new("spec.template.spec.containers[0]", "resources.requests.cpu", "200m"), findings.Defaults);
    }

    [Fact]
    public async Task Run_NamespaceEnforcesOnWorkloads_Refuses()
    {
        var rules = Checked.Rules.Replace("{name: team1}", "{name: team1, annotations: {autoscale.dev/quota-enforcement: workload}}", StringComparison.Ordinal);

        var findings = await Checked.LastAsync(rules, Checked.Deployment("web", 6));

        Assert.StartsWith("deployments.apps \"web\" is forbidden: would exceed quota team1-quota at 6 of 6", findings.Refusals[0].Message, StringComparison.Ordinal);
        Assert.Empty(findings.Warnings);
    }

    [Fact]
    public async Task Run_SecondWorkload_FindsWhatTheFirstLeaves()
    {
        var findings = await Checked.LastAsync(Checked.Rules, Checked.Deployment("a", 4), Checked.Deployment("b", 2));

        Assert.StartsWith("deployments.apps \"b\" would exceed quota team1-quota at 2 of 2 replicas", findings.Warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 0}]}}", "Invalid", "spec.ports[0].port")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: []}}", "Invalid", "spec.containers")]
    [InlineData("{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Pod, min: {cpu: 2}, max: {cpu: 1}}]}}", "Invalid", "spec.limits[0].min[cpu]")]
    public async Task Run_InvalidObject_NamesTheFields(string text, string reason, string field)
    {
        var refusal = Assert.Single((await Checked.LastAsync(text)).Refusals);

        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(field, refusal.Causes.Select(cause => cause.Field));
    }

    [Fact]
    public async Task Run_ValueOfTheWrongType_IsRefusedInTheServersWords()
    {
        var findings = await Checked.LastAsync(Checked.Rules, Checked.Pod("p", "{limits: {cpu: many}}"));

        Assert.StartsWith("Pod in version \"v1\" cannot be handled as a Pod: quantities must match the regular expression", findings.Refusals[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownField_Warns()
    {
        var report = await Checked.RunAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, dota: {}}");

        Assert.Equal(["unknown field \"dota\""], report.Objects[0].Findings.Warnings);
        Assert.Equal((0, 1), (report.ExitCode(isStrict: false), report.ExitCode(isStrict: true)));
    }

    [Fact]
    public async Task Run_RuleIsItselfInvalid_IsNotInForce()
    {
        var rules = Checked.Rules.Replace("max: {cpu: \"1\"}", "max: {cpu: \"1\"}, min: {cpu: \"2\"}", StringComparison.Ordinal);

        var report = await Checked.RunAsync(rules, Checked.Pod("p"));

        Assert.True(report.Objects[1].IsRefused);
        Assert.Empty(report.Objects[^1].Findings.Defaults);
    }

    [Fact]
    public async Task Run_CustomResources_AreCounted()
    {
        var quota = "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {count/policies.example.com: 1}}}";
        var policy = "{apiVersion: example.com/v1, kind: Policy, metadata: {name: NAME}}";

        var report = await Checked.RunAsync(quota, policy.Replace("NAME", "a", StringComparison.Ordinal), policy.Replace("NAME", "b", StringComparison.Ordinal));

        Assert.Equal([false, false, true], report.Objects.Select(one => one.IsRefused));
        Assert.Contains("policies.example.com \"b\" is forbidden: exceeded quota: q", report.Objects[2].Findings.Refusals[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spec: {size: 3}", null)]
    [InlineData("spec: {size: big}", "Invalid")]
    [InlineData("spec: {}", "Invalid")]
    public async Task Run_CustomResourceOfADefinitionAmongTheFiles_IsHeldToItsSchema(string spec, string? reason)
    {
        var definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Gadget, plural: gadgets}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, required: [size], properties: {size: {type: integer}}}}}}
            """;

        var report = await Checked.RunAsync($"apiVersion: example.com/v1\nkind: Gadget\nmetadata: {{name: g}}\n{spec}\n", definition);

        Assert.Equal(reason, report.Objects[0].Findings.Refusals.SingleOrDefault()?.Reason);
        Assert.False(report.Objects[1].IsRefused);
        Assert.Empty(report.Objects[0].Findings.Notes);
    }

    [Theory]
    [InlineData("{apiVersion: example.com/v1, kind: A, metadata: {name: a, labels: {a: 1}}}")]
    [InlineData("{apiVersion: example.com/v1, kind: A, metadata: {name: [a]}}")]
    [InlineData("{apiVersion: example.com/v1, kind: A, metadata: {name: a, ownerReferences: 3}}")]
    [InlineData("{apiVersion: v1, kind: Pod, metadata: 7, spec: [a]}")]
    [InlineData("{apiVersion: v1, kind: Pod}")]
    [InlineData("{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: 3}}")]
    [InlineData("{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {count/: 1, pods: x}}}")]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: x, template: {}}}")]
    [InlineData("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: d}, spec: {versions: [3]}}")]
    public async Task Run_NonsensicalObject_IsRefusedAndNothingElseHappens(string text) =>
        Assert.NotEmpty((await Checked.LastAsync(text)).Refusals);

    [Fact]
    public async Task Run_SameObjectTwice_IsChangedAndNotCountedTwice()
    {
        var map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: team1}, data: {a: b}}";

        var report = await Checked.RunAsync(Checked.Rules, map, map);

        Assert.False(report.Objects[^1].IsRefused);
        Assert.Equal(["configmaps \"c\" stands at file1.yaml:1 already, and is changed here"], report.Objects[^1].Findings.Warnings);
    }

    [Fact]
    public async Task Run_ClassIsNotAmongTheFiles_IsTakenToExist()
    {
        var findings = await Checked.LastAsync("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {priorityClassName: high, runtimeClassName: kata, containers: [{name: c, image: i}]}}");

        Assert.Empty(findings.Refusals);
        Assert.Equal(
            ["priorityclasses.scheduling.k8s.io \"high\" is taken to exist", "runtimeclasses.node.k8s.io \"kata\" is taken to exist"], findings.Notes);
    }

    [Fact]
    public async Task Run_OverheadOfARuntimeClassAmongTheFiles_IsSetAndCharged()
    {
        var type = "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: kata}, handler: kata, overhead: {podFixed: {cpu: 900m}}}";
        var pod = Checked.Pod("p").Replace("spec: {", "spec: {runtimeClassName: kata, ", StringComparison.Ordinal);

        var findings = await Checked.LastAsync(Checked.Rules, type, pod);

        Assert.Contains(new("spec", "overhead", "{\"cpu\":\"900m\"}"), findings.Defaults);
        Assert.Contains("requested: requests.cpu=1100m", findings.Refusals[0].Message, StringComparison.Ordinal);
    }
}
