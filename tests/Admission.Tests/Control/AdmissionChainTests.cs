using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Tests.Control;

public sealed class AdmissionChainTests
{
    private readonly LinesLogged _log = new();

    private AdmissionChain Chain(params IAdmissionPolicy[] policies) => new(policies, new AdmissionTelemetry(new PlainMeters()), _log.For<AdmissionChain>());

    [Fact]
    public async Task Mutate_TwoPolicies_SeeEachOthersChangesAndGiveOnePatch()
    {
        var first = new ScriptedPolicy { Mutate = (_, pod) => Set(pod, "first", "1") };
        var second = new ScriptedPolicy
        {
            Mutate = (request, pod) => Set(pod, "second", request.Read(KubeJson.Default.Pod)!.Metadata.Labels!["first"] + pod["metadata"]!["labels"]!["first"]),
        };

        var answer = await Chain(first, second).MutateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal(
            """[{"op":"add","path":"/metadata/labels/first","value":"1"},{"op":"add","path":"/metadata/labels/second","value":"11"}]""",
            Encoding.UTF8.GetString(answer.Patch.Span));
    }

    [Fact]
    public async Task Mutate_Refusal_EndsItWithoutAPatch()
    {
        var last = new ScriptedPolicy();

        var answer = await Chain(new ScriptedPolicy { Mutate = (_, pod) => Set(pod, "x", "1") }, ScriptedPolicy.Denying("no"), last)
            .MutateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal("pods \"p\" is forbidden: no", answer.Denial!.Message);
        Assert.True(answer.Patch.IsEmpty);
        Assert.Empty(last.Asked);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 504)]
    public async Task Validate_PolicyThatCannotDecide_RefusesUnlessItOnlyAdvises(bool isAdvisory, int? code)
    {
        var policy = new ScriptedPolicy { IsAdvisory = isAdvisory, Validate = (_, _) => throw new TimeoutException("caches are empty") };

        var answer = await Chain(policy).ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal(code, answer.Denial?.Code);
        Assert.NotEmpty(_log.Lines);
    }

    [Fact]
    public async Task Mutate_AdvisoryPolicyThatFailsHalfway_LeavesTheObjectToTheOthers()
    {
        var failing = new ScriptedPolicy
        {
            IsAdvisory = true,
            Mutate = (_, pod) => Set(pod, "half", "1").IsAllowed ? throw new InvalidOperationException("no more") : AdmissionVerdict.Allowed,
        };
        var other = new ScriptedPolicy { Mutate = (_, pod) => Set(pod, "whole", "1") };

        var answer = await Chain(failing, other).MutateAsync(Given.Request(), CancellationToken.None);

        Assert.Null(answer.Denial);
        Assert.Equal("""[{"op":"add","path":"/metadata/labels/whole","value":"1"}]""", Encoding.UTF8.GetString(answer.Patch.Span));
    }

    [Fact]
    public async Task Mutate_AdvisoryPolicyThatFailsAlone_GivesNoPatch()
    {
        var failing = new ScriptedPolicy { IsAdvisory = true, Mutate = (_, _) => throw new TimeoutException("caches are empty") };

        var answer = await Chain(failing).MutateAsync(Given.Request(), CancellationToken.None);

        Assert.Null(answer.Denial);
        Assert.True(answer.Patch.IsEmpty);
    }

    [Fact]
    public async Task Mutate_ObjectWithAMemberTwice_IsRefused()
    {
        var request = Given.Request() with { Object = "{\"kind\":\"Pod\",\"kind\":\"Pod\"}"u8.ToArray() };

        var answer = await Chain(new ScriptedPolicy()).MutateAsync(request, CancellationToken.None);

        Assert.Equal((400, "BadRequest"), (answer.Denial!.Code, answer.Denial.Reason));
    }

    [Fact]
    public async Task Mutate_PolicyThatPutsInWhatIsNoJson_IsRefused()
    {
        var wrong = new ScriptedPolicy
        {
            Mutate = (_, pod) =>
            {
                pod["spec"]!["x"] = double.NaN;
                return AdmissionVerdict.Allowed;
            },
        };

        var answer = await Chain(wrong).MutateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal((500, "InternalError"), (answer.Denial!.Code, answer.Denial.Reason));
    }

    [Fact]
    public async Task Validate_SeveralRefusals_AreCollectedOnce()
    {
        var chain = Chain(ScriptedPolicy.Denying("a"), ScriptedPolicy.Denying("b", 422), ScriptedPolicy.Denying("a"), new ScriptedPolicy());

        var answer = await chain.ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal("pods \"p\" is forbidden: [a, b]", answer.Denial!.Message);
        Assert.Equal(422, answer.Denial.Code);
    }

    [Fact]
    public async Task Validate_PolicyWithEffects_IsAskedLastAndOnlyAboutWhatNobodyRefuses()
    {
        var order = new List<string>();
        ScriptedPolicy Named(string name, bool hasEffects) => new()
        {
            HasEffects = hasEffects,
            Validate = (_, _) =>
            {
                order.Add(name);
                return ValueTask.FromResult(AdmissionVerdict.Allowed);
            },
        };
        var charge = Named("charge", hasEffects: true);

        await Chain(charge, Named("look", hasEffects: false)).ValidateAsync(Given.Request(it => it["dryRun"] = true), CancellationToken.None);
        await Chain(charge, ScriptedPolicy.Denying("no")).ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal(["look", "charge"], order);
        Assert.True(charge.Asked.Single().IsDryRun);
    }

    [Fact]
    public async Task Validate_WriteThatNoRuleCovers_AsksNobody()
    {
        var pods = new ScriptedPolicy { Validates = [new([AdmissionOperation.Update], [""], ["pods"])] };

        var answer = await Chain(pods).ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Same(AdmissionAnswer.Allowed, answer);
        Assert.Empty(pods.Asked);
    }

    [Theory]
    [InlineData("cpu", "\"1Kii\"", "Pod in version \"v1\" cannot be handled as a Pod: spec.containers[0].resources.limits.cpu: unable to parse quantity's suffix")]
    [InlineData("cpu", "{}", "Pod in version \"v1\" cannot be handled as a Pod: spec.containers[0].resources.limits.cpu: quantities must match")]
    public async Task Validate_FieldOfTheWrongForm_IsNamed(string resource, string value, string expected)
    {
        var reading = ScriptedPolicy.Saying(request => request.Read(KubeJson.Default.Pod) is null ? new() : AdmissionVerdict.Allowed);
        var request = Given.Request(it => it["object"]!["spec"]!["containers"]![0]!["resources"]!["limits"]![resource] = JsonNode.Parse(value));

        var answer = await Chain(reading).ValidateAsync(request, CancellationToken.None);

        Assert.Equal(400, answer.Denial!.Code);
        Assert.StartsWith(expected, answer.Denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_FieldOfTheWrongType_IsNamedWithoutOurTypes()
    {
        var reading = ScriptedPolicy.Saying(request => request.Read(KubeJson.Default.Pod) is null ? new() : AdmissionVerdict.Allowed);

        var answer = await Chain(reading).ValidateAsync(Given.Request(it => it["object"]!["metadata"]!["name"] = 5), CancellationToken.None);

        Assert.Equal("Pod in version \"v1\" cannot be handled as a Pod: metadata.name has the wrong form", answer.Denial!.Message);
    }

    [Fact]
    public async Task Validate_DeadlineInAPolicy_IsATimeoutThatMayBeTriedAgain()
    {
        using var deadline = new CancellationTokenSource();
        var slow = new ScriptedPolicy
        {
            Validate = async (_, token) =>
            {
                await deadline.CancelAsync();
                token.ThrowIfCancellationRequested();
                return AdmissionVerdict.Allowed;
            },
        };

        var answer = await Chain(slow).ValidateAsync(Given.Request(), deadline.Token);

        Assert.Equal((504, "Timeout"), (answer.Denial!.Code, answer.Denial.Reason));
        Assert.Equal("Timeout: request did not complete within requested timeout - context deadline exceeded", answer.Denial.Message);
    }

    [Fact]
    public async Task Validate_ApiOutOfReach_AsksToTryAgain()
    {
        var answer = await Chain(ScriptedPolicy.Saying(_ => throw new HttpRequestException("refused"))).ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal((500, "ServerTimeout"), (answer.Denial!.Code, answer.Denial.Reason));
        Assert.Equal("The CREATE operation against pods could not be completed at this time, please try again.", answer.Denial.Message);
    }

    [Fact]
    public async Task Validate_PolicyThatBreaks_RefusesAndIsLoggedOnce()
    {
        var answer = await Chain(ScriptedPolicy.Saying(_ => throw new InvalidOperationException("secret"))).ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal((500, "InternalError"), (answer.Denial!.Code, answer.Denial.Reason));
        Assert.Equal("Internal error occurred: the admission policy scripted failed", answer.Denial.Message);
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public async Task Validate_Warnings_ComeFromAllPolicies()
    {
        var chain = Chain(
            ScriptedPolicy.Saying(_ => new() { Warnings = ["one"] }),
            ScriptedPolicy.Saying(_ => new() { Warnings = ["two"], Denial = AdmissionDenial.BadRequest("no") }));

        var answer = await chain.ValidateAsync(Given.Request(), CancellationToken.None);

        Assert.Equal(["one", "two"], answer.Warnings);
    }

    private static AdmissionVerdict Set(JsonObject pod, string label, string value)
    {
        pod["metadata"]!["labels"]![label] = value;
        return AdmissionVerdict.Allowed;
    }
}
