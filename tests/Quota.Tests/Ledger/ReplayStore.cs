using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>The objects of one namespace, defaulted and patched as the API server does it, without anything else of an API server.</summary>
internal sealed class ReplayStore
{
    private static readonly KindRegistry Kinds = new(KnownKinds.All);
    private static readonly Dictionary<string, string> DeviceClasses = new() { ["tpu"] = "example.com/tpu" };

    private readonly List<JsonObject> _containerLimits = [];
    private readonly Dictionary<(string Kind, string Name), (GroupResource Resource, JsonObject Value)> _objects = [];

    public ReplayStore()
    {
        Put(Object("v1", "ServiceAccount", "default"));
        Put(Object("v1", "ConfigMap", "kube-root-ca.crt"));
    }

    /// <summary>What quotas see of all objects.</summary>
    public IEnumerable<GovernedObject> Objects => _objects.Values.Select(stored => Seen(stored.Value));

    /// <summary>The object as it is before its quota is asked; what the built-in plugins add to pods is in it.</summary>
    public JsonObject Prepared(JsonNode sent)
    {
        var value = sent.DeepClone().AsObject();
        var kind = KindOf(value);
        if (kind is { Kind: "Pod" })
        {
            if (value["spec"]!["runtimeClassName"]?.ToString() == "kata")
            {
                value["spec"]!["overhead"] = new JsonObject { ["cpu"] = "250m", ["memory"] = "120Mi" };
            }

            kind.Default!(value);
            AddLimitRangeDefaults(value["spec"]!["containers"]!.AsArray());
            PodPreparation.SetStatus(value);
        }

        kind?.Default?.Invoke(value);
        return value;
    }

    /// <summary>A quota as other quotas count it.</summary>
    public static JsonObject Quota(string name) => Object("v1", "ResourceQuota", name);

    /// <summary>Keeps a limit range for the containers of new pods.</summary>
    public void AddLimitRange(JsonNode limitRange) =>
        _containerLimits.AddRange(limitRange["spec"]!["limits"]!.AsArray().OfType<JsonObject>().Where(item => item["type"]!.ToString() == "Container"));

    public void Put(JsonObject value) => _objects[Key(value)] = (ResourceOf(value), value);

    public JsonObject? Find(JsonNode target) => _objects.GetValueOrDefault((target["kind"]!.ToString(), target["name"]!.ToString())).Value;

    public void Remove(JsonObject value) => _objects.Remove(Key(value));

    /// <summary>The object with a patch laid over what the patched part of it may change.</summary>
    public static JsonObject Patched(JsonObject old, JsonNode step)
    {
        var kind = KindOf(old);
        var patch = step["patch"]!.AsObject();
        var value = step["patchType"]!.ToString().Contains("strategic", StringComparison.Ordinal)
            ? StrategicMergePatch.Apply(old, patch, kind!.Schema)
            : MergePatch.Apply(old.DeepClone(), patch)!.AsObject();
        switch (step["subresource"]?.ToString())
        {
            case "status":
                value["spec"] = old["spec"]!.DeepClone();
                ForgetAttributesOfUnboundClaim(value);
                break;
            case "resize":
                PodResizeRules.Prepare(value, old);
                break;
            default:
                value["status"] = old["status"]?.DeepClone();
                break;
        }

        kind?.Default?.Invoke(value);
        return value;
    }

    public static GovernedObject Seen(JsonObject value)
    {
        var resource = ResourceOf(value);
        var seen = GovernedObject.Read(resource.Group, resource.Resource, Encoding.UTF8.GetBytes(value.ToJsonString()));
        return seen with { ExtendedResources = DeviceClasses };
    }

    private static (string Kind, string Name) Key(JsonObject value) => (value["kind"]!.ToString(), value["metadata"]!["name"]!.ToString());

    private static ResourceKind? KindOf(JsonObject value)
    {
        var (group, version) = GroupVersion(value);
        return Kinds.FindKind(group, version, value["kind"]!.ToString());
    }

    private static GroupResource ResourceOf(JsonObject value)
    {
        var kind = value["kind"]!.ToString().ToLowerInvariant();
        return new(GroupVersion(value).Group, kind.EndsWith('s') ? kind + "es" : kind + "s");
    }

    private static (string Group, string Version) GroupVersion(JsonObject value)
    {
        var parts = value["apiVersion"]!.ToString().Split('/');
        return parts.Length == 1 ? ("", parts[0]) : (parts[0], parts[1]);
    }

    private static JsonObject Object(string apiVersion, string kind, string name) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } };

    private void AddLimitRangeDefaults(JsonArray containers)
    {
        foreach (var (container, item) in containers.SelectMany(container => _containerLimits.Select(item => (container!.AsObject(), item))))
        {
            var resources = container["resources"] as JsonObject ?? [];
            container["resources"] = MergePatch.Apply(
                new JsonObject { ["requests"] = item["defaultRequest"]?.DeepClone(), ["limits"] = item["default"]?.DeepClone() }, resources);
        }
    }

    // As the volume controller does a moment later.
    private static void ForgetAttributesOfUnboundClaim(JsonObject value)
    {
        if (value["kind"]!.ToString() == "PersistentVolumeClaim" && value["status"]?["phase"]?.ToString() != "Bound")
        {
            value["status"]!.AsObject().Remove("currentVolumeAttributesClassName");
        }
    }
}
