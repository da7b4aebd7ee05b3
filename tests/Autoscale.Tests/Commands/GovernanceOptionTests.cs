using System.CommandLine;
using Autoscale.Admission;
using Autoscale.Commands;
using Autoscale.Quota.Control;
using Microsoft.Extensions.Options;

namespace Autoscale.Tests.Commands;

public sealed class GovernanceOptionTests
{
    private const string AtUrl = "--webhook-url=https://10.0.0.5:9443";

    [Theory]
    [InlineData("--exclude-namespace=Not_A_Name", "--exclude-namespace must be the name of a namespace, not \"Not_A_Name\"")]
    [InlineData("--webhook-service=autoscale-webhook", "--webhook-service must be like namespace/name:443, not \"autoscale-webhook\"")]
    [InlineData("--webhook-service=a/b:0", "--webhook-service must be like namespace/name:443, not \"a/b:0\"")]
    [InlineData("--webhook-url=http://10.0.0.5:9443", "--webhook-url must be like https://10.0.0.5:9443, not \"http://10.0.0.5:9443\"")]
    public void Parse_WrongValue_SaysWhatIsMeant(string argument, string expected) =>
        Assert.Contains(expected, RunCommand.Build().Parse([argument]).Errors.Select(error => error.Message));

    [Theory]
    [InlineData("--governance=enforce", WebhookFailurePolicy.Fail)]
    [InlineData("--governance=advise", WebhookFailurePolicy.Ignore)]
    [InlineData("--failure-policy=Fail", WebhookFailurePolicy.Fail)]
    public void Of_EachMode_FailsOnlyWhereItHolds(string argument, WebhookFailurePolicy expected)
    {
        var settings = Settings(argument, AtUrl)!;

        Assert.Equal(expected, settings.Registration(settings.Address!).FailurePolicy);
    }

    [Fact]
    public void Of_ExcludedNamespaces_AreAddedToThoseThatAClusterNeeds()
    {
        var settings = Settings(AtUrl, "--exclude-namespace=a", "--exclude-namespace=b", "--exclude-namespace=kube-system")!;

        Assert.Equal(["kube-system", "kube-node-lease", "own", "a", "b"], settings.Registration(settings.Address!).ExcludedNamespaces);
    }

    [Fact]
    public void Of_EnforcingWithoutAnAddress_IsRefused() =>
        Assert.Contains("--webhook-service or --webhook-url", Assert.Throws<OptionsValidationException>(() => Settings("--governance=enforce")).Message);

    [Theory]
    [InlineData("--governance=off", AtUrl)]
    [InlineData("--governance=advise")]
    public void Of_NobodyToAsk_IsNothing(params string[] arguments) => Assert.Null(Settings(arguments));

    [Fact]
    public void Of_NothingSaid_Advises() => Assert.Equal(GovernanceMode.Advise, Settings(AtUrl)!.Quota?.Mode);

    private static GovernanceSettings? Settings(params string[] arguments) =>
        GovernanceOption.Of(RunCommand.Build().Parse(arguments), "own", null);
}
