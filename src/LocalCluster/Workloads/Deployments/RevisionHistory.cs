using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Workloads.Deployments;

/// <summary>Numbers the revisions of a deployment, makes new replica sets and says which old ones are kept no longer.</summary>
internal static class RevisionHistory
{
    private static readonly HashSet<string> OwnAnnotations =
    [
        "kubectl.kubernetes.io/last-applied-configuration",
        RolloutSet.RevisionAnnotation,
        RolloutSet.HistoryAnnotation,
        RolloutSet.DesiredAnnotation,
        RolloutSet.MaximumAnnotation,
        "deprecated.deployment.rollback.to",
    ];

    /// <summary>Tells the set of the deployment's present template (the oldest, if several) from the others.</summary>
    public static DeploymentFacts Sort(JsonObject deployment, IEnumerable<JsonObject> sets)
    {
        var all = sets.Select(set => new RolloutSet(set)).OrderBy(set => set.Created).ThenBy(set => set.Name, StringComparer.Ordinal).ToList();
        var template = deployment.At("spec", "template");
        var fresh = all.Find(set => TemplateHash.AreSame(set.Source.At("spec", "template"), template));
        return new DeploymentFacts(deployment, fresh, [.. all.Where(set => set != fresh)]);
    }

    /// <summary>The number that the new replica set's revision must have at least.</summary>
    public static long Next(DeploymentFacts facts) => facts.Old.Select(set => set.Revision).DefaultIfEmpty().Max() + 1;

    /// <summary>The replica set of the deployment's present template, ready to be created.</summary>
    public static JsonObject NewSet(ResourceKind kind, DeploymentFacts facts)
    {
        var hash = TemplateHash.Of(facts.Source.At("spec", "template"), facts.Source.Count("status", "collisionCount"));
        var template = facts.Source.At("spec", "template")!.AsObject().Copy();
        template.Make("metadata", "labels")[TemplateHash.Label] = hash;
        var selector = facts.Source.At("spec", "selector")!.AsObject().Copy();
        selector.Make("matchLabels")[TemplateHash.Label] = hash;
        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{facts.Name}-{hash}",
                ["namespace"] = facts.Source.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(kind, facts.Source)),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = RollingUpdate.NewReplicas(facts),
                ["minReadySeconds"] = facts.Source.Count("spec", "minReadySeconds"),
                ["selector"] = selector,
                ["template"] = template,
            },
        };
        Annotate(set, facts);
        MarkScale(set, facts);
        return set;
    }

    /// <summary>Copies the deployment's annotations to its new replica set and gives it the newest revision number.</summary>
    public static void Annotate(JsonObject set, DeploymentFacts facts)
    {
        var annotations = set.Make("metadata", "annotations");
        foreach (var (key, value) in facts.Source.Entries("metadata", "annotations").Where(pair => !OwnAnnotations.Contains(pair.Key)))
        {
            annotations[key] = value;
        }

        var (old, next) = (new RolloutSet(set).Revision, Next(facts));
        if (old >= next)
        {
            return;
        }

        if (old > 0)
        {
            var history = set.Annotation(RolloutSet.HistoryAnnotation);
            annotations[RolloutSet.HistoryAnnotation] = history.Length == 0 ? Text(old) : $"{history},{old}";
        }

        annotations[RolloutSet.RevisionAnnotation] = Text(next);
    }

    /// <summary>Notes in the set what the deployment wants and allows now.</summary>
    public static void MarkScale(JsonObject set, DeploymentFacts facts)
    {
        var annotations = set.Make("metadata", "annotations");
        annotations[RolloutSet.DesiredAnnotation] = Text(facts.Replicas);
        annotations[RolloutSet.MaximumAnnotation] = Text(facts.Replicas + facts.MaxSurge);
    }

    /// <summary>The old, empty replica sets beyond the history limit, oldest revision first.</summary>
    public static IEnumerable<RolloutSet> Surplus(DeploymentFacts facts)
    {
        var kept = facts.Old.Where(set => !set.Source.IsTerminating()).OrderBy(set => set.Revision).ToList();
        return kept
            .Take(Math.Max(0, kept.Count - facts.HistoryLimit))
            .Where(set => set is { Replicas: 0, Actual: 0 } && set.Source.Generation() <= (set.Source.Whole("status", "observedGeneration") ?? 0));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
