using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Metrics.Declared;

namespace Autoscale;

/// <summary>
/// Refuses metric sources that cannot work, with every field that is wrong, where the schema of the custom resource cannot tell. Whoever
/// does not change what is declared is let through, so that an object of older rules can still be labelled and deleted.
/// </summary>
internal sealed class MetricSourcePolicy : IAdmissionPolicy
{
    private const int Unprocessable = 422;

    /// <inheritdoc />
    public string Name => "metric-source";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => [];

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates { get; } =
    [
        new(
            [AdmissionOperation.Create, AdmissionOperation.Update],
            [MetricSource.Route.Group],
            [MetricSource.Route.Plural, ClusterMetricSource.Route.Plural]),
    ];

    /// <inheritdoc />
    public bool HasEffects => false;

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AdmissionVerdict.Allowed);

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Read(request, isOld: false) is { } source ? Judge(request, source) : AdmissionVerdict.Allowed);

    private static AdmissionVerdict Judge(AdmissionRequest request, IDeclaredSource source)
    {
        if (Read(request, isOld: true) is { } before && before.Spec.IsSameAs(source.Spec))
        {
            return AdmissionVerdict.Allowed;
        }

        var advice = SpecAdvice.Of(source);
        return SpecCheck.Check(source) is { Count: > 0 } problems
            ? new() { Denial = Refusal(request, source, problems), Warnings = advice }
            : new() { Warnings = advice };
    }

    // As the API server words what its own validation refuses.
    private static AdmissionDenial Refusal(AdmissionRequest request, IDeclaredSource source, IReadOnlyList<SourceProblem> problems)
    {
        var name = request.Name.Length > 0 ? request.Name : source.Metadata.GenerateName ?? "";
        var texts = string.Join(", ", problems.Select(problem => problem.ToString()).Distinct());
        var shown = problems.Count == 1 ? texts : $"[{texts}]";
        return new(Unprocessable, "Invalid", $"{request.Kind}.{request.Group} \"{name}\" is invalid: {shown}") { Name = name };
    }

    private static IDeclaredSource? Read(AdmissionRequest request, bool isOld) => (request.Resource == MetricSource.Route.Plural, isOld) switch
    {
        (true, false) => request.Read(MetricSource.JsonType),
        (true, true) => request.ReadOld(MetricSource.JsonType),
        (false, false) => request.Read(ClusterMetricSource.JsonType),
        (false, true) => request.ReadOld(ClusterMetricSource.JsonType),
    };
}
