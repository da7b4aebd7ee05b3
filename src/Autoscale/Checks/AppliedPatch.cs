using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;

namespace Autoscale.Checks;

/// <summary>Changes an object as <c>kubectl apply</c> would.</summary>
internal static class AppliedPatch
{
    /// <summary>The object with the manifest laid over it; throws <see cref="PatchProblem"/> where it does not fit.</summary>
    public static JsonObject Apply(JsonObject current, JsonObject manifest, FieldSchema schema) => StrategicMergePatch.Apply(current, manifest, schema);
}
