using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota;

/// <summary>The pods that a workload wants and has.</summary>
public sealed record WorkloadDemand
{
    /// <summary>Metadata of the workload.</summary>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What the pods are made from.</summary>
    public required PodTemplate Template { get; init; }

    /// <summary>Pods that are to run at a time.</summary>
    public int Wanted { get; init; }

    /// <summary>Pods that run already.</summary>
    public int Existing { get; init; }

    /// <summary>True where another template makes other pods take the place of those that run.</summary>
    public bool ReplacesPods { get; init; }

    /// <summary>What messages call the pods: replicas, or pods of a job.</summary>
    public string Noun { get; init; } = "replicas";

    /// <summary>Reads a workload by its plural name; throws <see cref="JsonException"/> where a field has the wrong form.</summary>
    public static WorkloadDemand Read(string resource, ReadOnlySpan<byte> json) => resource switch
    {
        "cronjobs" => OfRuns(JsonSerializer.Deserialize(json, KubeJson.Default.CronJob) ?? throw NoObject()),
        "jobs" => OfJob(JsonSerializer.Deserialize(json, KubeJson.Default.Workload) ?? throw NoObject()),
        _ => OfReplicas(resource, JsonSerializer.Deserialize(json, KubeJson.Default.Workload) ?? throw NoObject()),
    };

    /// <summary>Takes a workload that counts in replicas, by its plural name.</summary>
    public static WorkloadDemand OfReplicas(string resource, Workload workload) => new()
    {
        Metadata = workload.Metadata,
        Template = workload.Spec.Template,
        Wanted = workload.Spec.Replicas ?? 1,
        Existing = Math.Max(workload.Status.Replicas, 0),
        ReplacesPods = resource is "deployments" or "statefulsets",
    };

    /// <summary>Whether the workload belongs to another, which has been judged in its place.</summary>
    public bool IsControlled => Metadata.OwnerReferences?.Any(owner => owner.Controller) == true;

    /// <summary>Whether the pods would be the same but for what costs nothing.</summary>
    public bool HasTemplateOf(WorkloadDemand other) => Text(Template.Spec).AsSpan().SequenceEqual(Text(other.Template.Spec));

    private static WorkloadDemand OfJob(Workload job) => new()
    {
        Metadata = job.Metadata,
        Template = job.Spec.Template,
        Wanted = job.Spec.Suspend == true
            ? 0
            : Math.Min(job.Spec.Parallelism ?? 1, Math.Max(Math.Max(job.Spec.Completions ?? int.MaxValue, 0) - Math.Max(job.Status.Succeeded, 0), 0)),
        Existing = Math.Max(job.Status.Active, 0),
        Noun = "pods",
    };

    // Each run is a job of its own; earlier ones keep what they have.
    private static WorkloadDemand OfRuns(CronJob cronJob) =>
        OfJob(cronJob.Spec.JobTemplate with { Metadata = cronJob.Metadata }) is var run && cronJob.Spec.Suspend == true ? run with { Wanted = 0 } : run;

    private static byte[] Text(PodSpec spec) => JsonSerializer.SerializeToUtf8Bytes(spec, KubeJson.Default.PodSpec);

    private static JsonException NoObject() => new("the object is null");
}
