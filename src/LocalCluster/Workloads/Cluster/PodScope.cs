using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads.Cluster;

/// <summary>Whether a resource quota with scopes sees a pod, after pkg/quota/v1/evaluator/core/pods.go.</summary>
internal static class PodScope
{
    /// <summary>Whether every scope of the quota covers the pod.</summary>
    public static bool Covers(JsonObject quota, JsonObject pod) =>
        quota.Texts("spec", "scopes").All(scope => Matches(scope, "Exists", [], pod))
        && quota.Objects("spec", "scopeSelector", "matchExpressions").All(requirement =>
            Matches(requirement.Text("scopeName"), requirement.Text("operator"), [.. Fields.Texts(requirement, "values")], pod));

    /// <summary>Whether the quota has scopes, so that it sees nothing but pods.</summary>
    public static bool HasScopes(JsonObject quota) =>
        quota.Texts("spec", "scopes").Any() || quota.Objects("spec", "scopeSelector", "matchExpressions").Any();

    private static bool Matches(string scope, string comparison, IReadOnlyList<string> values, JsonObject pod) => scope switch
    {
        "Terminating" => pod.At("spec", "activeDeadlineSeconds") is not null,
        "NotTerminating" => pod.At("spec", "activeDeadlineSeconds") is null,
        "BestEffort" => pod.Text("status", "qosClass") == "BestEffort",
        "NotBestEffort" => pod.Text("status", "qosClass") != "BestEffort",
        "PriorityClass" => MatchesClass(comparison, values, pod.Text("spec", "priorityClassName")),
        _ => false,
    };

    private static bool MatchesClass(string comparison, IReadOnlyList<string> values, string name) => comparison switch
    {
        "In" => values.Contains(name),
        "NotIn" => !values.Contains(name),
        "DoesNotExist" => name.Length == 0,
        _ => name.Length > 0,
    };
}
