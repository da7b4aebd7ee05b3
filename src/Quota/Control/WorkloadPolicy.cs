using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Quota.Control;

/// <summary>
/// Warns whoever creates or changes a workload whose pods are going to be refused, or refuses it where the namespace says so by the
/// annotation <c>autoscale.dev/quota-enforcement: workload</c>.
/// </summary>
public sealed partial class WorkloadPolicy(WorkloadSources sources, QuotaOptions options, ILogger<WorkloadPolicy> logger) : IAdmissionPolicy
{
    /// <summary>The annotation by which a namespace says how workloads are treated whose pods do not fit.</summary>
    public const string EnforcementAnnotation = "autoscale.dev/quota-enforcement";

    private static readonly AdmissionOperation[] Writes = [AdmissionOperation.Create, AdmissionOperation.Update];

    /// <inheritdoc />
    public string Name => "workload";

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Mutates => [];

    /// <inheritdoc />
    public IReadOnlyList<AdmissionRule> Validates { get; } =
    [
        new(Writes, ["apps"], ["deployments", "deployments/scale", "replicasets", "replicasets/scale", "statefulsets", "statefulsets/scale"]),
        new(Writes, ["batch"], ["jobs", "cronjobs"]),
        new(Writes, [""], ["replicationcontrollers", "replicationcontrollers/scale"]),
    ];

    /// <inheritdoc />
    public bool HasEffects => false;

    /// <inheritdoc />
    public bool IsAdvisory => options.Mode == GovernanceMode.Advise;

    /// <inheritdoc />
    public ValueTask<AdmissionVerdict> MutateAsync(AdmissionRequest request, JsonObject target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AdmissionVerdict.Allowed);

    /// <inheritdoc />
    public async ValueTask<AdmissionVerdict> ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        var (wanted, before) = request.Subresource.Length == 0 ? Read(request) : await ReadScaleAsync(request, cancellationToken);
        if (wanted is null || wanted.IsControlled || before?.Metadata.DeletionTimestamp is not null)
        {
            return AdmissionVerdict.Allowed;
        }

        await sources.WaitForSyncAsync(cancellationToken);
        var problems = WorkloadForecast.Problems(wanted, before, sources.LimitRanges(request.Namespace), sources.Quotas(request.Namespace));
        if (problems.Count == 0)
        {
            return AdmissionVerdict.Allowed;
        }

        var refusal = AdmissionDenial.Forbidden(request, wanted.Metadata, problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
        return sources.AnnotationOf(request.Namespace, EnforcementAnnotation) == "workload"
            ? new() { Denial = refusal }
            : new() { Warnings = [.. problems.Select(problem => $"{request.QualifiedResource} \"{refusal.Name}\" {problem}")] };
    }

    private static (WorkloadDemand? Wanted, WorkloadDemand? Before) Read(AdmissionRequest request) => request.Object.IsEmpty ? default :
    (
        InNamespace(WorkloadDemand.Read(request.Resource, request.Object.Span), request),
        request.OldObject.IsEmpty ? null : WorkloadDemand.Read(request.Resource, request.OldObject.Span));

    // A scale holds no template. Where the workload cannot be read nothing is said: its pods are judged all the same.
    private async ValueTask<(WorkloadDemand? Wanted, WorkloadDemand? Before)> ReadScaleAsync(
        AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request.Read(KubeJson.Default.Scale) is not { } scale || request.ReadOld(KubeJson.Default.Scale) is not { } old
            || scale.Spec.Replicas <= old.Spec.Replicas)
        {
            return default;
        }

        try
        {
            var route = new KubeRoute(request.Group, "v1", request.Resource, request.Namespace, request.Name);
            var workload = await sources.Client.FindAsync(route, KubeJson.Default.Workload, cancellationToken);
            var demand = workload is null ? null : InNamespace(WorkloadDemand.OfReplicas(request.Resource, workload), request);
            return (demand is null ? null : demand with { Wanted = scale.Spec.Replicas }, demand is null ? null : demand with { Wanted = old.Spec.Replicas });
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested
            && (failure is KubeError || ControlLoopOptions.Classify(failure) != FailureKind.Terminal))
        {
            Log.Unread(logger, request.QualifiedResource, request.Namespace, request.Name, failure.Message);
            return default;
        }
    }

    private static WorkloadDemand InNamespace(WorkloadDemand demand, AdmissionRequest request) =>
        demand with { Metadata = demand.Metadata with { Namespace = request.Namespace } };

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Debug, "Cannot read {Resource} {Namespace}/{Name}, which is being scaled: {Reason}")]
        public static partial void Unread(ILogger logger, string resource, string @namespace, string name, string reason);
    }
}
