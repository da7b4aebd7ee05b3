using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Validating;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Refuses vertical autoscalers that upstream's webhook refuses, in its words; what a gate forbids may stay where it was. Who names no
/// update policy gets the default one, so that it is shown; who uses the deprecated mode is warned.
/// </summary>
public sealed class VpaPolicy(VpaAdmissionOptions options) : IAdmissionPolicy
{
    private const int Unprocessable = 422;

    private static readonly IReadOnlyList<AdmissionRule> Autoscalers =
    [
        new([AdmissionOperation.Create, AdmissionOperation.Update], [VerticalPodAutoscaler.Route.Group], [VerticalPodAutoscaler.Route.Plural]),
    ];

    /// <inheritdoc />
    public string Name => "vertical-pod-autoscaler";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => Autoscalers;

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates => Autoscalers;

    /// <inheritdoc />
    public bool HasEffects => false;

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken)
    {
        if (target["spec"] is JsonObject spec && spec["updatePolicy"] is null)
        {
            spec["updatePolicy"] = new JsonObject { ["updateMode"] = UpdateModes.Recreate };
        }

        return ValueTask.FromResult(AdmissionVerdict.Allowed);
    }

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(
        request.Read(VerticalPodAutoscaler.JsonType) is { } vpa ? Judge(request, vpa) : AdmissionVerdict.Allowed);

    private AdmissionVerdict Judge(AdmissionRequest request, VerticalPodAutoscaler vpa)
    {
        var before = request.ReadOld(VerticalPodAutoscaler.JsonType);
        var problems = VpaRules.Of(vpa, isNew: before is null, before is null ? options.Gates : options.Gates.With(before));
        return new()
        {
            Denial = problems.Count == 0 ? null : Refusal(request, vpa, problems),
            Warnings = vpa.Spec.UpdatePolicy?.UpdateMode == UpdateModes.Auto ? [VpaRules.AutoIsDeprecated] : [],
        };
    }

    private static AdmissionDenial Refusal(AdmissionRequest request, VerticalPodAutoscaler vpa, IEnumerable<FieldProblem> problems)
    {
        var name = request.Name.Length > 0 ? request.Name : vpa.Metadata.Name;
        return new(Unprocessable, "Invalid", $"{request.Kind}.{request.Group} \"{name}\" is invalid: {FieldProblem.Text(problems)}") { Name = name };
    }
}
