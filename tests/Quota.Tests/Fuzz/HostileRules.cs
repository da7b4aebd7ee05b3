using System.Text.Json.Nodes;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Limit ranges and quotas as no server would have admitted them; all of them can be read.</summary>
internal sealed class HostileRules(Random random)
{
    private static readonly string[] Scopes =
        ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass", "Unknown", ""];

    private static readonly string[] Counted =
    [
        "pods", "count/pods", "cpu", "memory", "requests.cpu", "limits.cpu", "requests.memory", "limits.memory", "requests.storage", "persistentvolumeclaims", "services", "services.nodeports",
        "services.loadbalancers", "requests.example.com/gpu", "count/deployments.apps", "count/configmaps", "configmaps", "count/widgets.x.y.z", "count/resourceclaims.resource.k8s.io",
        "gpu.deviceclass.resource.k8s.io/devices", "gold.storageclass.storage.k8s.io/requests.storage", "hugepages-2Mi", "requests.hugepages-2Mi",
    ];

    private static readonly string[] Lists = ["min", "max", "default", "defaultRequest", "maxLimitRequestRatio"];

    private readonly HostileValues _values = new(random);

    public JsonObject LimitRange(string @namespace, string name) => new()
    {
        ["metadata"] = Metadata(@namespace, name),
        ["spec"] = new JsonObject { ["limits"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Item())]) },
    };

    public JsonObject Quota(string @namespace, string name)
    {
        var isWide = _values.Chance(2);
        var hard = Amounts(_values.Chance(20) ? 1500 : 7, isWide ? () => _values.Any(["1000", "1e6", "1Ti", "1e30", "10E"]) : _values.Amount);
        var used = hard.DeepClone().AsObject();
        foreach (var (resource, _) in hard)
        {
            used[resource] = _values.Chance(3) ? _values.Amount() : "0";
        }

        if (_values.Chance(5) && used.Count > 0)
        {
            used.Remove(used.First().Key);
        }

        return new()
        {
            ["metadata"] = Metadata(@namespace, name),
            ["spec"] = Spec(hard),
            ["status"] = _values.Chance(10) ? new JsonObject { ["used"] = used } : new JsonObject { ["hard"] = hard, ["used"] = _values.Chance(10) ? null : used },
        };
    }

    private static JsonObject Metadata(string @namespace, string name) =>
        new() { ["namespace"] = @namespace, ["name"] = name, ["uid"] = $"{@namespace}-{name}", ["resourceVersion"] = "5" };

    private JsonObject Spec(JsonObject hard)
    {
        var spec = new JsonObject { ["hard"] = _values.Chance(4) ? Amounts(5, _values.Amount) : hard.DeepClone() };
        if (_values.Chance(4))
        {
            spec["scopes"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode)_values.Any(Scopes))]);
        }

        if (_values.Chance(4))
        {
            spec["scopeSelector"] = new JsonObject { ["matchExpressions"] = new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Requirement())]) };
        }

        return spec;
    }

    private JsonObject? Requirement() => _values.Chance(10) ? null : new()
    {
        ["scopeName"] = _values.Any(Scopes),
        ["operator"] = _values.Any(["In", "NotIn", "Exists", "DoesNotExist", "Gt", ""]),
        ["values"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode?)(_values.Chance(5) ? null : _values.Any(["high", "fast", ""])))]),
    };

    private JsonObject? Item()
    {
        if (_values.Chance(12))
        {
            return null;
        }

        var item = new JsonObject { ["type"] = _values.Any(["Container", "Container", "Pod", "PersistentVolumeClaim", "example.com/x", ""]) };
        foreach (var list in Lists.Where(_ => _values.Chance(2)))
        {
            item[list] = new JsonObject(Enumerable.Range(0, random.Next(4)).Select(_ => _values.Chance(4) ? _values.Resource() : _values.Any(["cpu", "memory", "storage"]))
                .Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)(_values.Chance(12) ? null : _values.Amount()))));
        }

        return item;
    }

    private JsonObject Amounts(int most, Func<string> amount) => new(Enumerable.Range(0, random.Next(1, most + 1))
        .Select(number => most > 100 ? $"example{number}.com/gpu" : _values.Chance(5) ? _values.Resource() : _values.Any(Counted))
        .Distinct().Select(name => KeyValuePair.Create(name, (JsonNode?)amount())));
}
