using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The defaults of deployments, replica sets and stateful sets, after pkg/apis/apps/v1/defaults.go.</summary>
public static class WorkloadDefaults
{
    private const int HistoryLimit = 10;
    private const int DeadlineSeconds = 600;

    /// <summary>One replica.</summary>
    public static void ReplicaSet(JsonObject set)
    {
        set.Ensure("spec").SetDefault("replicas", 1);
        PodSpecDefaults.ApplyToTemplate(set);
    }

    /// <summary>One replica, a rolling update of a quarter, ten revisions, ten minutes of patience.</summary>
    public static void Deployment(JsonObject deployment)
    {
        ReplicaSet(deployment);
        var spec = deployment.Ensure("spec");
        spec.SetDefault("revisionHistoryLimit", HistoryLimit);
        spec.SetDefault("progressDeadlineSeconds", DeadlineSeconds);
        var strategy = spec.Ensure("strategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.TextAt("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.SetDefault("maxUnavailable", "25%");
            rolling.SetDefault("maxSurge", "25%");
        }
    }

    /// <summary>One replica at a time, claims kept.</summary>
    public static void StatefulSet(JsonObject set)
    {
        ReplicaSet(set);
        var spec = set.Ensure("spec");
        spec.SetDefaultText("podManagementPolicy", "OrderedReady");
        spec.SetDefault("revisionHistoryLimit", HistoryLimit);
        var strategy = spec.Ensure("updateStrategy");
        strategy.SetDefaultText("type", "RollingUpdate");
        if (strategy.TextAt("type") == "RollingUpdate")
        {
            strategy.Ensure("rollingUpdate").SetDefault("partition", 0);
        }

        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.SetDefaultText("whenDeleted", "Retain");
        retention.SetDefaultText("whenScaled", "Retain");
        foreach (var claim in spec.PartsAt("volumeClaimTemplates"))
        {
            claim.SetDefaultText("apiVersion", "v1");
            claim.SetDefaultText("kind", "PersistentVolumeClaim");
            PersistentVolumeClaimKind.ApplyDefaults(claim);
        }
    }
}
