using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Kinds.Batch;

/// <summary>The defaults of jobs, and the selector that the server gives them.</summary>
public static class JobDefaults
{
    private const int BackoffLimit = 6;

    /// <summary>One pod at a time, one completion, six retries.</summary>
    public static void Apply(JsonObject job)
    {
        var spec = job.Ensure("spec");
        PodSpecDefaults.ApplyToTemplate(job);
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1;
        }

        spec.SetDefault("parallelism", 1);
        spec.SetDefault("backoffLimit", spec["backoffLimitPerIndex"] is null ? BackoffLimit : int.MaxValue);
        spec.SetDefault("completionMode", "NonIndexed");
        spec.SetDefault("suspend", false);
        spec.SetDefault("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        spec.SetDefault("manualSelector", false);
        if (job.PartAt("metadata.labels") is not { Count: > 0 } && job.PartAt("spec.template.metadata.labels") is { Count: > 0 } labels)
        {
            job.Ensure("metadata")["labels"] = labels.DeepClone();
        }
    }

    /// <summary>Makes the job select its pods by its uid, unless its selector is manual.</summary>
    public static void Select(JsonObject job)
    {
        var spec = job.Ensure("spec");
        if (spec.FlagAt("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.TextAt("metadata.uid"), job.TextAt("metadata.name"));
        var labels = spec.Ensure("template").Ensure("metadata").Ensure("labels");
        labels["controller-uid"] = uid;
        labels["batch.kubernetes.io/controller-uid"] = uid;
        labels["job-name"] = name;
        labels["batch.kubernetes.io/job-name"] = name;
        spec.Ensure("selector").Ensure("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
    }
}
