using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Admission.Tests.Registration;

public sealed class RuleUnionTests
{
    private const AdmissionOperation Create = AdmissionOperation.Create;
    private const AdmissionOperation Update = AdmissionOperation.Update;

    private static readonly string[] Groups = ["", "apps", "*"];
    private static readonly string[] Resources = ["pods", "pods/resize", "deployments", "*"];

    private static readonly Gen<AdmissionRule> Rules =
        from operations in Gen.NonEmptyListOf(Gen.Elements(Create, Update))
        from groups in Gen.NonEmptyListOf(Gen.Elements(Groups))
        from resources in Gen.NonEmptyListOf(Gen.Elements(Resources))
        select new AdmissionRule([.. operations.Distinct()], [.. groups.Distinct()], [.. resources.Distinct()]);

    [Fact]
    public void Of_AnyRules_CoversWhatTheyCoverAndNothingElse() => Prop.ForAll(Gen.ListOf(Rules).ToArbitrary(), rules =>
    {
        var union = RuleUnion.Of(rules);

        return Writes().All(write => rules.Any(rule => rule.Covers(write)) == union.Any(rule => rule.Covers(write)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_TheSameRulesInAnyOrder_IsTheSame() => Prop.ForAll(Gen.ListOf(Rules).ToArbitrary(), rules =>
        RuleUnion.Of(rules).Select(Text).SequenceEqual(RuleUnion.Of(Enumerable.Reverse(rules)).Select(Text))).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_WhatAWiderRuleCovers_IsLeftOut()
    {
        var union = RuleUnion.Of(
        [
            new([Create], ["*"], ["*"]),
            new([Create, Update], [""], ["pods"]),
            new([Update], [""], ["pods/resize", "persistentvolumeclaims"]),
            new([Create], ["apps"], ["deployments"]),
        ]);

        Assert.Equal(["[Update] [] [persistentvolumeclaims,pods,pods/resize]", "[Create] [*] [*]"], union.Select(Text));
    }

    [Fact]
    public void Of_GroupsWithTheSameResources_AreOneRule()
    {
        var union = RuleUnion.Of([new([Create], ["apps"], ["scales"]), new([Create], ["batch"], ["scales"])]);

        Assert.Equal(["[Create] [apps,batch] [scales]"], union.Select(Text));
    }

    private static string Text(AdmissionRule rule) =>
        $"[{string.Join(',', rule.Operations)}] [{string.Join(',', rule.Groups)}] [{string.Join(',', rule.Resources)}]";

    private static IEnumerable<AdmissionRequest> Writes() =>
        from operation in (AdmissionOperation[])[Create, Update, AdmissionOperation.Delete]
        from @group in (string[])["", "apps", "batch"]
        from resource in (string[])["pods", "deployments", "jobs"]
        from subresource in (string[])["", "resize", "status"]
        select new AdmissionRequest { Operation = operation, Group = @group, Resource = resource, Subresource = subresource };
}
