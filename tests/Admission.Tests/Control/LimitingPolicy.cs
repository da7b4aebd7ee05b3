using System.Text.Json.Nodes;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission.Tests.Control;

/// <summary>Looks at and changes as much of a pod as real policies do.</summary>
internal sealed class LimitingPolicy : IAdmissionPolicy
{
    public string Name => "limiting";

    public IReadOnlyList<AdmissionRule> Mutates { get; } = [new([AdmissionOperation.Create, AdmissionOperation.Update], ["*"], ["*", "pods/resize"])];

    public IReadOnlyList<AdmissionRule> Validates { get; } =
        [new([AdmissionOperation.Create, AdmissionOperation.Update, AdmissionOperation.Delete], ["*"], ["*", "pods/resize"])];

    public bool HasEffects => false;

    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken)
    {
        _ = request.Read(KubeJson.Default.Pod);
        var metadata = target["metadata"] as JsonObject ?? [];
        target["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        foreach (var container in (target["spec"] as JsonObject)?["containers"] as JsonArray ?? [])
        {
            if (container is JsonObject one)
            {
                one["resources"] = new JsonObject { ["limits"] = new JsonObject { ["cpu"] = "1", ["memory"] = one["image"]?.DeepClone() } };
            }
        }

        return ValueTask.FromResult(AdmissionVerdict.Allowed);
    }

    public ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var pod = request.Read(KubeJson.Default.Pod);
        var old = request.ReadOld(KubeJson.Default.Pod);
        return ValueTask.FromResult(new AdmissionVerdict
        {
            Denial = pod?.Metadata.Name == old?.Metadata.Name ? null : AdmissionDenial.Forbidden(request, pod?.Metadata.Name ?? "", "it has another name"),
            Warnings = [$"{pod?.Metadata.Name} of {request.User}\nin {request.Namespace}"],
        });
    }
}
