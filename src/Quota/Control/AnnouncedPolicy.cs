using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;

namespace Autoscale.Quota.Control;

/// <summary>A policy whose refusals of new pods are told to those who own the pods; it judges as the policy inside does.</summary>
/// <param name="inner">The policy.</param>
/// <param name="reason">Reason of the events, e.g. QuotaRefused.</param>
/// <param name="events">Who tells.</param>
public sealed class AnnouncedPolicy(IAdmissionPolicy inner, string reason, RefusalEvents events) : IAdmissionPolicy
{
    private const string IsForbidden = "\" is forbidden: ";

    /// <inheritdoc />
    public string Name => inner.Name;

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => inner.Mutates;

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates => inner.Validates;

    /// <inheritdoc />
    public bool HasEffects => inner.HasEffects;

    /// <inheritdoc />
    public bool IsAdvisory => inner.IsAdvisory;

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken) =>
        inner.MutateAsync(request, target, cancellationToken);

    /// <inheritdoc />
    public async ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var verdict = await inner.ValidateAsync(request, cancellationToken);
        if (request is { Resource: "pods", Group: "", Subresource: "", Operation: AdmissionOperation.Create, IsDryRun: false }
            && Why(verdict) is { } why)
        {
            events.Tell(request, reason, why);
        }

        return verdict;
    }

    // A policy that only advises warns of what somebody else is going to refuse, in the words of that refusal.
    private static string? Why(AdmissionVerdict verdict)
    {
        var message = verdict.Denial is { } denial ? denial.Message : verdict.Warnings is [var warning, ..] ? warning : null;
        var at = message?.IndexOf(IsForbidden, StringComparison.Ordinal) ?? -1;
        return at < 0 ? null : message?[(at + IsForbidden.Length)..];
    }
}
