using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>What the writer of a custom object is warned of: finalizers whose names others may use too.</summary>
internal static class FinalizerAdvice
{
    /// <summary>The warnings of finalizers that the old object did not have.</summary>
    public static IEnumerable<string> Of(JsonObject value, JsonObject? old) =>
        value.Child("metadata").Texts("finalizers").Except(old.Child("metadata").Texts("finalizers")).Order(StringComparer.Ordinal).SelectMany(Of);

    private static IEnumerable<string> Of(string finalizer)
    {
        var start = $"metadata.finalizers: {FieldReport.Quote(finalizer)}: ";
        foreach (var error in NameRules.LabelKeyErrors(finalizer))
        {
            yield return start + error;
        }

        if (!finalizer.Contains('/', StringComparison.Ordinal) && finalizer is not ("orphan" or "foregroundDeletion" or "kubernetes"))
        {
            var how = finalizer.Contains('.', StringComparison.Ordinal) ? " including a path (/)" : "";
            yield return $"{start}prefer a domain-qualified finalizer name{how} to avoid accidental conflicts with other finalizer writers";
        }
    }
}
