using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;

namespace Autoscale.LocalCluster.Nodes;

/// <summary>A mark of a node that keeps away the pods that do not tolerate it.</summary>
internal readonly record struct NodeTaint(string Key, string Value, string Effect)
{
    /// <summary>Whether one of the tolerations of a pod covers the taint.</summary>
    public bool IsToleratedBy(IEnumerable<JsonObject> tolerations)
    {
        var taint = this;
        return tolerations.Any(taint.IsCoveredBy);
    }

    private bool IsCoveredBy(JsonObject toleration)
    {
        var (effect, key) = (toleration.Text("effect"), toleration.Text("key"));
        var exists = toleration.Text("operator") == "Exists";
        return (effect.Length == 0 || effect == Effect)
            && (key == Key || (key.Length == 0 && exists))
            && (exists || toleration.Text("value") == Value);
    }
}
