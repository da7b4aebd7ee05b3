using Autoscale.Kubernetes;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Tests.Estimation;

public sealed class PolicyFaultsTests
{
    [Fact]
    public void Of_MinAboveMax_SaysThatTheMaximumWins() => AssertFault(
        PolicyFaultKind.MinAboveMax,
        "VPA shop/web, container app: minAllowed memory 2Gi is above maxAllowed 1Gi, which wins",
        Some.Policy("app", min: "memory=2Gi", max: "memory=1Gi"));

    [Fact]
    public void Of_MinAboveGlobalMax_SaysThatTheGlobalOneWins() => AssertFault(
        PolicyFaultKind.MinAboveGlobalMax,
        "VPA shop/web, container app: minAllowed cpu 9 is above the global maximum 8, which wins",
        Some.Policy("app", min: "cpu=9"));

    [Fact]
    public void Of_OffWithValues_SaysThatTheyAreNotUsed() => AssertFault(
        PolicyFaultKind.OffWithValues,
        "VPA shop/web, container app: minAllowed cpu=1,memory=1Gi is not used, since mode is Off",
        Some.Policy("app", min: "cpu=1,memory=1Gi", mode: "Off"));

    [Fact]
    public void Of_UnknownContainer_IsNamed() => AssertFault(
        PolicyFaultKind.UnknownContainer,
        "VPA shop/web, container ap: containerName ap is a container that no pod has; the entry is not used",
        Some.Policy("ap", min: "cpu=1"));

    [Fact]
    public void Of_TwoOfAName_SaysThatTheFirstCounts() => AssertFault(
        PolicyFaultKind.DuplicateContainer,
        "VPA shop/web, container app: containerName app is there twice; the first entry counts",
        Some.Policy("app"),
        Some.Policy("app", min: "cpu=1"));

    [Fact]
    public void Of_TwoOfEveryone_SaysThatTheLastCounts() => AssertFault(
        PolicyFaultKind.DuplicateContainer,
        "VPA shop/web, container *: containerName * is there twice; the last entry counts",
        Some.Policy("*", min: "cpu=1"),
        Some.Policy("*"));

    [Fact]
    public void Of_NoName_IsNotUsed() => AssertFault(
        PolicyFaultKind.MissingContainer, "VPA shop/web, container : containerName \"\" names no container and is not used", Some.Policy(""));

    [Fact]
    public void Of_UnknownMode_CountsAsAuto() => AssertFault(
        PolicyFaultKind.UnknownMode, "VPA shop/web, container app: mode Sometimes is neither Auto nor Off; it counts as Auto", Some.Policy("app", mode: "Sometimes"));

    [Fact]
    public void Of_UnknownResource_IsNotUsed() => AssertFault(
        PolicyFaultKind.UnknownResource,
        "VPA shop/web, container app: maxAllowed nvidia.com/gpu is not used: only cpu and memory are recommended",
        Some.Policy("app", max: "nvidia.com/gpu=1"));

    [Fact]
    public void Of_NegativeBound_IsNotUsed() => AssertFault(
        PolicyFaultKind.NegativeBound, "VPA shop/web, container app: maxAllowed cpu -1 is below zero and not used", Some.Policy("app", max: "cpu=-1"));

    [Fact]
    public void Of_SoundPolicies_HasNone()
    {
        var vpa = Some.Vpa(Some.Policy("app", "cpu=1", "cpu=1"), Some.Policy("*", max: "memory=1Gi"), Some.Policy("side", mode: "Off"));

        Assert.Empty(PolicyFaults.Of(vpa, ["app", "side"], new()));
        Assert.Null(PolicyFault.Condition([]));
    }

    [Fact]
    public void Of_ContainersNotKnownYet_BlamesNone() => Assert.Empty(PolicyFaults.Of(Some.Vpa(Some.Policy("app")), [], new()));

    [Fact]
    public void Condition_Several_TellsThemAll()
    {
        var vpa = Some.Vpa(Some.Policy("app", "cpu=2,memory=2", "cpu=1,memory=1"));

        var condition = PolicyFault.Condition(PolicyFaults.Of(vpa, [], new()));

        Assert.Equal(("PolicyPartlyIgnored", "True", "SeveralFaults"), (condition?.Type, condition?.Status, condition?.Reason));
        Assert.Equal(
            "VPA shop/web, container app: minAllowed cpu 2 is above maxAllowed 1, which wins; "
            + "VPA shop/web, container app: minAllowed memory 2 is above maxAllowed 1, which wins",
            condition?.Message);
    }

    private static void AssertFault(PolicyFaultKind kind, string message, params ContainerResourcePolicy[] policies)
    {
        var fault = Assert.Single(PolicyFaults.Of(Some.Vpa(policies), ["app", "side"], new() { MaxAllowedCpu = Quantity.Parse("8") }));

        Assert.Equal((kind, message), (fault.Kind, fault.Message));
        Assert.Equal(kind.ToString(), PolicyFault.Condition([fault])?.Reason);
    }
}
