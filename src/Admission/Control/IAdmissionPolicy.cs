using System.Text.Json.Nodes;

namespace Autoscale.Admission.Control;

/// <summary>One rule set of the webhook: it may change objects, refuse them, and warn.</summary>
public interface IAdmissionPolicy
{
    /// <summary>Name in telemetry, e.g. limit-range.</summary>
    string Name { get; }

    /// <summary>The writes that it may change; empty when it changes nothing.</summary>
    IReadOnlyList<AdmissionRule> Mutates { get; }

    /// <summary>The writes that it may refuse; empty when it refuses nothing.</summary>
    IReadOnlyList<AdmissionRule> Validates { get; }

    /// <summary>True when allowing a write has an effect of its own (a charge): such a policy is asked last, and only about what nobody else refuses.</summary>
    bool HasEffects { get; }

    /// <summary>
    /// True when somebody else decides in the end, so that a write which cannot be judged, or changed, is allowed as it is; false by
    /// default: it is refused.
    /// </summary>
    bool IsAdvisory => false;

    /// <summary>
    /// Changes the object in place; as it was before is in the request. It must heed the token, which ends with the caller's patience,
    /// and must not keep the request's bytes, which are used again once the review is answered.
    /// </summary>
    ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken);

    /// <summary>Says whether the object may be stored as it is; the same token and bytes as in mutation.</summary>
    ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken);
}
