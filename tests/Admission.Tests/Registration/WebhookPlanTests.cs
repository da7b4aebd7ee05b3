using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission.Tests.Registration;

public sealed class WebhookPlanTests
{
    private static readonly AdmissionRule CreateAnything = new([AdmissionOperation.Create], ["*"], ["*"]);
    private static readonly AdmissionRule UpdateAnything = new([AdmissionOperation.Update], ["*"], ["*"]);
    private static readonly AdmissionRule Pods = new([AdmissionOperation.Create], [""], ["pods"]);

    [Fact]
    public void Webhooks_OfPolicies_SayEverythingThatTheServerWouldElseFillIn()
    {
        var plan = Plan([Pods], [Pods], true);

        var webhook = Assert.Single(plan.Mutating([1, 2]));

        Assert.Equal("mutate.governance.autoscale.dev", webhook.Name);
        Assert.Equal("https://127.0.0.1:9443/mutate", webhook.ClientConfig.Url);
        Assert.Equal([1, 2], webhook.ClientConfig.CaBundle);
        Assert.Equal(("Fail", "Equivalent", "None", 10, "IfNeeded"),
            (webhook.FailurePolicy, webhook.MatchPolicy, webhook.SideEffects, webhook.TimeoutSeconds, webhook.ReinvocationPolicy));
        Assert.NotNull(webhook.ObjectSelector);
        Assert.Equal(["v1"], webhook.AdmissionReviewVersions);
        Assert.Null(webhook.MatchConditions);
    }

    [Theory]
    [InlineData(true, "NoneOnDryRun")]
    [InlineData(false, "None")]
    public void Validating_WithAndWithoutEffects_SaysSo(bool hasEffects, string expected)
    {
        var webhook = Assert.Single(Plan([], [Pods], hasEffects).Validating(null));

        Assert.Equal((expected, null), (webhook.SideEffects, webhook.ReinvocationPolicy));
    }

    [Fact]
    public void Webhooks_WithoutRules_AreNone()
    {
        var plan = Plan([], [], false);

        Assert.Empty(plan.Mutating(null));
        Assert.Empty(plan.Validating(null));
    }

    [Fact]
    public void NamespaceSelector_OfExcludedNamespaces_ExcludesThem()
    {
        var options = UpkeepReplica.Registration with { ExcludedNamespaces = ["kube-system", "autoscale-system"] };

        var selector = new WebhookPlan(options, [], [Pods], false).Validating(null)[0].NamespaceSelector;

        var requirement = Assert.Single(selector!.MatchExpressions!);
        Assert.Equal(("kubernetes.io/metadata.name", "NotIn"), (requirement.Key, requirement.Operator));
        Assert.Equal(["autoscale-system", "kube-system"], requirement.Values);
    }

    [Fact]
    public void Rules_ForEverything_CoverWhatLivesInNamespaces()
    {
        var webhook = Plan([], [CreateAnything, Pods with { Operations = [AdmissionOperation.Update] }], false).Validating(null)[0];

        Assert.Equal([("*", "pods"), ("Namespaced", "*")], webhook.Rules!.Select(rule => (rule.Scope!, rule.Resources![0])));
    }

    [Fact]
    public void MatchConditions_OfRulesForEveryCreate_KeepEventsAndReviewsAway()
    {
        var conditions = Plan([], [CreateAnything], false).Validating(null)[0].MatchConditions;

        Assert.Equal(
            ["no-bindings", "no-events", "no-events.events.k8s.io", "no-localsubjectaccessreviews.authorization.k8s.io"],
            conditions!.Select(condition => condition.Name));
        Assert.Equal("!(request.resource.group == \"events.k8s.io\" && request.resource.resource == \"events\")", conditions![2].Expression);
    }

    [Fact]
    public void MatchConditions_OfRulesForEveryUpdate_KeepRenewalsOfLeasesAway()
    {
        var conditions = Plan([], [UpdateAnything], false).Validating(null)[0].MatchConditions;

        Assert.Equal(
            "!(request.operation == \"UPDATE\" && request.resource.group == \"coordination.k8s.io\" && request.resource.resource == \"leases\")",
            conditions![^1].Expression);
    }

    [Fact]
    public void MatchConditions_OfWhatAPolicyNames_AreNone()
    {
        var events = new AdmissionRule([AdmissionOperation.Update], [""], ["events"]);

        var conditions = Plan([], [CreateAnything, events], false).Validating(null)[0].MatchConditions;

        Assert.DoesNotContain(conditions!, condition => condition.Name.StartsWith("no-events", StringComparison.Ordinal));
    }

    [Fact]
    public void ClientConfig_OfAService_NamesIt()
    {
        var address = WebhookAddress.Of("autoscale-system", "autoscale-webhook", 443);

        Assert.Equal("autoscale-webhook.autoscale-system.svc", address.Host);
        Assert.Equal(
            new WebhookClientConfig { Service = new() { Namespace = "autoscale-system", Name = "autoscale-webhook", Path = "/mutate", Port = 443 } },
            address.ClientConfig("/mutate", null));
    }

    [Fact]
    public void Yaml_OfAPlan_IsBothConfigurations()
    {
        var text = WebhookManifest.Yaml(Plan([Pods], [CreateAnything], true));

        Assert.StartsWith(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata:
              name: autoscale-governance
            """,
            text,
            StringComparison.Ordinal);
        Assert.Contains("---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\n", text, StringComparison.Ordinal);
        Assert.Contains("    timeoutSeconds: 10\n", text, StringComparison.Ordinal);
        Assert.Contains("          - \"*\"\n", text.Replace('\'', '"'), StringComparison.Ordinal);
        Assert.DoesNotContain("caBundle", text, StringComparison.Ordinal);
    }

    private static WebhookPlan Plan(AdmissionRule[] mutates, AdmissionRule[] validates, bool hasEffects) =>
        new(UpkeepReplica.Registration, mutates, validates, hasEffects);
}
