using System.Text.Json.Nodes;
using Autoscale.Admission.Control;

namespace Autoscale.Admission.Tests.Control;

/// <summary>A policy that does what a test says.</summary>
internal sealed class ScriptedPolicy : IAdmissionPolicy
{
    private static readonly AdmissionRule[] Everything =
        [new([AdmissionOperation.Create, AdmissionOperation.Update, AdmissionOperation.Delete], ["*"], ["*", "pods/resize"])];

    public string Name { get; init; } = "scripted";

    public IReadOnlyList<AdmissionRule> Mutates { get; init; } = Everything;

    public IReadOnlyList<AdmissionRule> Validates { get; init; } = Everything;

    public bool HasEffects { get; init; }

    public bool IsAdvisory { get; init; }

    public Func<AdmissionRequest, JsonObject, AdmissionVerdict> Mutate { get; init; } = (_, _) => AdmissionVerdict.Allowed;

    public Func<AdmissionRequest, CancellationToken, ValueTask<AdmissionVerdict>> Validate { get; init; } =
        (_, _) => ValueTask.FromResult(AdmissionVerdict.Allowed);

    public List<AdmissionRequest> Asked { get; } = [];

    public static ScriptedPolicy Denying(string why, int code = 403) =>
        Saying(request => new() { Denial = AdmissionDenial.Forbidden(request, request.Name, why) with { Code = code } });

    public static ScriptedPolicy Saying(Func<AdmissionRequest, AdmissionVerdict> verdict) =>
        new() { Validate = (request, _) => ValueTask.FromResult(verdict(request)), Mutate = (request, _) => verdict(request) };

    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(request);
        }

        return ValueTask.FromResult(Mutate(request, target));
    }

    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(request);
        }

        return Validate(request, cancellationToken);
    }
}
