using System.Collections.Immutable;
using System.Text.Json;
using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>
/// Asks the policies about reviews. Mutation goes from policy to policy, each seeing what those before changed, and ends with the
/// first refusal. Validation asks all, except that policies with effects come last and only when nobody has refused.
/// </summary>
public sealed partial class AdmissionChain(IEnumerable<IAdmissionPolicy> policies, AdmissionTelemetry telemetry, ILogger<AdmissionChain> logger)
{
    private readonly ImmutableArray<IAdmissionPolicy> _mutators = [.. policies];
    private readonly ImmutableArray<IAdmissionPolicy> _validators = [.. policies.OrderBy(policy => policy.HasEffects)];

    /// <summary>What is to be changed in the object; never throws, whatever the policies do: who cannot decide refuses, or changes nothing if it only advises.</summary>
    public async ValueTask<AdmissionAnswer> MutateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var findings = new AdmissionFindings();
        var draft = new MutationDraft(request);
        foreach (var policy in _mutators)
        {
            if (!request.Object.IsEmpty && !findings.HasDenial && Covers(policy.Mutates, request))
            {
                findings.Add(await AskAsync(policy, draft.Request, draft, cancellationToken));
            }
        }

        return findings.ToAnswer(findings.HasDenial ? default : draft.Patch());
    }

    /// <summary>Whether the object may be stored; never throws, whatever the policies do: who cannot decide refuses, unless it only advises.</summary>
    public async ValueTask<AdmissionAnswer> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var findings = new AdmissionFindings();
        foreach (var policy in _validators)
        {
            if (Covers(policy.Validates, request) && !(policy.HasEffects && findings.HasDenial))
            {
                findings.Add(await AskAsync(policy, request, null, cancellationToken));
            }
        }

        return findings.ToAnswer(default);
    }

    private static bool Covers(IReadOnlyList<AdmissionRule> rules, AdmissionRequest request)
    {
        for (var index = 0; index < rules.Count; index++)
        {
            if (rules[index].Covers(request))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<AdmissionVerdict> AskAsync(
        IAdmissionPolicy policy, AdmissionRequest request, MutationDraft? draft, CancellationToken cancellationToken)
    {
        var outcome = "failed";
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var verdict = draft is null
                ? await policy.ValidateAsync(request, cancellationToken)
                : await policy.MutateAsync(request, draft.Target, cancellationToken);

            // Here, so that what cannot be written is its fault who put it there.
            draft?.Keep();
            outcome = !verdict.IsAllowed ? "denied" : verdict.Warnings.Count > 0 ? "warned" : "allowed";
            return verdict;
        }
        catch (Exception failure)
        {
            var denial = Refuse(policy, request, failure);
            draft?.Discard();
            return policy.IsAdvisory ? AdmissionVerdict.Allowed : new() { Denial = denial };
        }
        finally
        {
            telemetry.Asked(policy.Name, request.Operation, outcome);
        }
    }

    private AdmissionDenial Refuse(IAdmissionPolicy policy, AdmissionRequest request, Exception failure)
    {
        switch (failure)
        {
            case JsonException error:
                return AdmissionDenial.Unreadable(request, error);
            case OperationCanceledException or TimeoutException:
                Log.TimedOut(logger, policy.Name, request.Operation, request.QualifiedResource, request.Uid);
                return AdmissionDenial.TimedOut();
            case var _ when ControlLoopOptions.Classify(failure) != FailureKind.Terminal:
                Log.Undecided(logger, policy.Name, request.Operation, request.QualifiedResource, request.Uid, failure.Message);
                return AdmissionDenial.TryAgain(request);
            default:
                Log.Failed(logger, failure, policy.Name, request.Operation, request.QualifiedResource, request.Uid);
                return AdmissionDenial.InternalError($"the admission policy {policy.Name} failed");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Warning, "Policy {Policy} had no time to decide on {Operation} of {Resource}, review {Uid}")]
        public static partial void TimedOut(ILogger logger, string policy, AdmissionOperation operation, string resource, string uid);

        [LoggerMessage(5002, LogLevel.Warning, "Policy {Policy} could not decide on {Operation} of {Resource}, review {Uid}: {Reason}")]
        public static partial void Undecided(
            ILogger logger, string policy, AdmissionOperation operation, string resource, string uid, string reason);

        [LoggerMessage(5003, LogLevel.Error, "Policy {Policy} failed on {Operation} of {Resource}, review {Uid}")]
        public static partial void Failed(
            ILogger logger, Exception failure, string policy, AdmissionOperation operation, string resource, string uid);
    }
}
