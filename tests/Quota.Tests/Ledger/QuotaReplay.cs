using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>Takes one recorded scenario through ledger and recount, with nothing that waits: what is charged is there at once, and so is a recount that an event asks for.</summary>
internal sealed class QuotaReplay(JsonNode scenario)
{
    private readonly ReplayStore _store = new();
    private readonly List<string> _differences = [];
    private QuotaLedger _ledger = QuotaLedger.Of([]);
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What differs from the recording, in the order of the steps.</summary>
    public IReadOnlyList<string> Run()
    {
        foreach (var (quota, result) in scenario["quotas"]!.AsArray().Zip(scenario["quotaResults"]!.AsArray()))
        {
            if (result!["allowed"]!.GetValue<bool>())
            {
                AddQuota(quota!);
            }
        }

        Compare("initialStatus", scenario["initialStatus"]);
        var steps = scenario["steps"]!.AsArray();
        for (var index = 0; index < steps.Count; index++)
        {
            _now += TimeSpan.FromSeconds(2 + (steps[index]!["wait"]?.GetValue<int>() ?? 0));
            Take(steps[index]!, $"step {index} {steps[index]!["op"]}");
            Compare($"step {index} statusAfter", steps[index]!["statusAfter"]);
        }

        if (scenario["resyncSeconds"] is null)
        {
            Recount(_ => true);
        }

        Compare("finalStatus", scenario["finalStatus"]);
        return _differences;
    }

    private void Take(JsonNode step, string label)
    {
        switch (step["op"]!.ToString())
        {
            case "create":
                Write(step, label, _store.Prepared(step["object"]!), old: null);
                Follow(step["object"]!);
                break;
            case "update" when _store.Find(step["target"]!) is { } old:
                Write(step, label, ReplayStore.Patched(old, step), old);
                break;
            case "delete" when _store.Find(step["target"]!) is { } old:
                Delete(old, step["query"]?["gracePeriodSeconds"]?.ToString() == "0");
                ReplayWorkloads.NamesOfDependents(old).Select(_store.Find).OfType<JsonObject>().ToList().ForEach(made => Delete(made, atOnce: true));
                break;
            case "createLimitRange":
                _store.AddLimitRange(step["object"]!);
                break;
            case "createPV":
                Bind(step);
                break;
            case "createQuota":
                Write(step, label, ReplayStore.Quota(NameOf(step["object"]!)), old: null);
                if (step["result"]!["allowed"]!.GetValue<bool>())
                {
                    AddQuota(step["object"]!);
                }

                break;
            case "updateQuota" when step["result"]!["allowed"]!.GetValue<bool>():
                ChangeQuota(step);
                break;
            case "deleteQuota":
                _ledger = QuotaLedger.Of(_ledger.Quotas.Where(quota => quota.Metadata.Name != NameIn(step)));
                break;
            default:
                break;
        }
    }

    private void Write(JsonNode step, string label, JsonObject value, JsonObject? old)
    {
        // What other parts of the server refuse before the quota is asked is not replayed; a name that is taken is found afterwards.
        var code = step["result"]!["code"]!.GetValue<int>();
        if (code is 422 or 404 || code == 403 && !step["result"]!["message"]!.ToString().Contains("quota", StringComparison.Ordinal))
        {
            return;
        }

        var (seen, before) = (ReplayStore.Seen(value), old is null ? null : ReplayStore.Seen(old));
        var verdict = Judge(step, new(seen, before, step["subresource"]?.ToString() ?? ""));
        if (verdict.IsAllowed != (code != 403) || !verdict.IsAllowed && !Answers(step).Contains(Text(seen, verdict)))
        {
            _differences.Add($"{label}: expected {string.Join(" or ", Answers(step))}, got {Text(seen, verdict)}");
        }

        _ledger = verdict.Ledger;
        if (code is 200 or 201)
        {
            _store.Put(value);
            Wake(before, seen);
        }
    }

    // A recount that comes by itself may have happened before any step; it is taken when the answer shows that it has.
    private QuotaVerdict Judge(JsonNode step, QuotaWrite write)
    {
        var verdict = _ledger.Charge(write, _now);
        if (Answers(step).Contains(Text(write.New, verdict)))
        {
            return verdict;
        }

        var ledger = _ledger;
        Recount(_ => true);
        var recounted = _ledger.Charge(write, _now);
        _ledger = ledger;
        return Answers(step).Contains(Text(write.New, recounted)) ? recounted : verdict;
    }

    private static HashSet<string> Answers(JsonNode step)
    {
        var answers = new[] { step["result"]! }.Concat(step["variants"]?.AsArray().Select(variant => variant!) ?? []);
        return [.. answers.Select(answer => answer["code"]?.GetValue<int>() == 409 ? "" : answer["message"]?.ToString() ?? "")];
    }

    private static string Text(GovernedObject seen, QuotaVerdict verdict) =>
        verdict.IsAllowed ? "" : $"{seen.GroupResource} \"{seen.Name}\" is forbidden: {verdict.Refusal}";

    private void Delete(JsonObject old, bool atOnce)
    {
        var isBound = old["spec"]?["nodeName"] is not null;
        if (!isBound || atOnce)
        {
            _store.Remove(old);
            Wake(ReplayStore.Seen(old), null);
            return;
        }

        var grace = old["spec"]!["terminationGracePeriodSeconds"]?.GetValue<long>() ?? 30;
        var value = old.DeepClone().AsObject();
        value["metadata"]!["deletionTimestamp"] = (_now + TimeSpan.FromSeconds(grace)).ToString("yyyy-MM-ddTHH:mm:ssZ");
        value["metadata"]!["deletionGracePeriodSeconds"] = grace;
        _store.Put(value);
        Wake(ReplayStore.Seen(old), ReplayStore.Seen(value));
    }

    // What the workload controllers make of an object is charged as it comes, until something does not fit.
    private void Follow(JsonNode sent)
    {
        if (_store.Find(ReplayWorkloads.Target(sent)) is null)
        {
            return;
        }

        foreach (var made in ReplayWorkloads.Dependents(sent).Select(_store.Prepared))
        {
            var verdict = _ledger.Charge(new(ReplayStore.Seen(made), null, ""), _now);
            if (verdict.IsAllowed)
            {
                _ledger = verdict.Ledger;
                _store.Put(made);
            }
        }
    }

    private void Bind(JsonNode step)
    {
        if (_store.Find(new JsonObject { ["kind"] = "PersistentVolumeClaim", ["name"] = "a" }) is { } claim)
        {
            var bound = claim.DeepClone().AsObject();
            bound["status"] = new JsonObject { ["phase"] = "Bound", ["currentVolumeAttributesClassName"] = step["vac"]?.ToString() };
            _store.Put(bound);
            Wake(ReplayStore.Seen(claim), ReplayStore.Seen(bound));
        }
    }

    private void AddQuota(JsonNode quota)
    {
        var name = NameOf(quota);
        _store.Put(ReplayStore.Quota(name));
        _ledger = _ledger.With(new() { Metadata = new() { Name = name }, Spec = SpecOf(quota["spec"]!) });
        Recount(other => other.Metadata.Name == name);
    }

    private void ChangeQuota(JsonNode step)
    {
        var old = _ledger.Quotas.Single(quota => quota.Metadata.Name == NameIn(step));
        var spec = MergedSpec(old.Spec, step["patch"]!["spec"]!);
        var changed = old with { Spec = spec };
        _ledger = _ledger.With(changed);
        Recount(quota => quota.Metadata.Name == NameIn(step) && RecountTriggers.WakesQuota(old, changed));
    }

    private static ResourceQuotaSpec MergedSpec(ResourceQuotaSpec old, JsonNode patch)
    {
        var written = JsonSerializer.Serialize(new ResourceQuota { Spec = old }, KubeJson.Default.ResourceQuota);
        return SpecOf(LocalCluster.Api.Patching.MergePatch.Apply(JsonNode.Parse(written)!["spec"], patch)!);
    }

    private static ResourceQuotaSpec SpecOf(JsonNode spec) =>
        JsonSerializer.Deserialize($"{{\"spec\":{spec.ToJsonString()}}}", KubeJson.Default.ResourceQuota)!.Spec;

    private static string NameOf(JsonNode quota) => (quota["name"] ?? quota["metadata"]?["name"])!.ToString();

    private static string NameIn(JsonNode step) => (step["target"] is JsonObject target ? target["name"] : step["target"])!.ToString();

    private void Wake(GovernedObject? old, GovernedObject? @new)
    {
        if (RecountTriggers.Wakes(old, @new, _now))
        {
            Recount(quota => RecountTriggers.Concerns(quota, (old ?? @new)!.GroupResource));
        }
    }

    private void Recount(Func<ResourceQuota, bool> which)
    {
        var objects = _store.Objects.ToList();
        foreach (var quota in _ledger.Quotas.Where(which).ToList())
        {
            _ledger = _ledger.With(quota with { Status = QuotaRecount.Count(quota, QuotaRecount.Needs(quota), objects, _now) });
        }
    }

    // A status may already have what only the periodic recount brings.
    private void Compare(string label, JsonNode? expected)
    {
        if (expected is null || Different(expected) is not { } difference)
        {
            return;
        }

        var ledger = _ledger;
        Recount(_ => true);
        if (Different(expected) is not null || scenario["resyncSeconds"] is not null)
        {
            _ledger = ledger;
            _differences.Add($"{label}: {difference}");
        }
    }

    private string? Different(JsonNode expected)
    {
        foreach (var recorded in expected.AsArray())
        {
            var got = _ledger.Quotas.FirstOrDefault(quota => quota.Metadata.Name == recorded!["name"]!.ToString())?.Status ?? new();
            if (!AreSame(recorded!["status"]!["hard"], got.Hard) || !AreSame(recorded["status"]!["used"], got.Used))
            {
                return $"expected {recorded.ToJsonString()}, got used {ResourceVector.From(got.Used)}, hard {ResourceVector.From(got.Hard)}";
            }
        }

        return null;
    }

    private static bool AreSame(JsonNode? recorded, IReadOnlyDictionary<string, Quantity>? got) =>
        (recorded?.AsObject() ?? []).ToDictionary(entry => entry.Key, entry => Quantity.Parse(entry.Value!.ToString()))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SequenceEqual((got ?? new Dictionary<string, Quantity>()).OrderBy(entry => entry.Key, StringComparer.Ordinal));
}
