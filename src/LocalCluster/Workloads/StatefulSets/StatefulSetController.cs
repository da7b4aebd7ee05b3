using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Workloads.Deployments;

namespace Autoscale.LocalCluster.Workloads.StatefulSets;

/// <summary>Keeps the numbered pods of stateful sets, each with its claims, in order.</summary>
internal sealed class StatefulSetController(ClusterObjects objects, Announce events, TimeProvider time) : IController
{
    private readonly Ownership _ownership = new(objects);

    // The cluster lives in this process, so its old templates may too: there are no ControllerRevisions.
    private readonly ConcurrentDictionary<(ObjectKey Set, string Uid, string Revision), JsonNode> _templates = new();

    /// <inheritdoc />
    public string Name => "statefulset-controller";

    /// <inheritdoc />
    public IReadOnlyList<Watch> Watches => [Watch.Self(objects.StatefulSets), Watch.Owner(objects.Pods, objects.StatefulSets)];

    /// <inheritdoc />
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (objects.Find(key) is not { } set)
        {
            Forget(key, _ => true);
            return null;
        }

        var update = Remember(set);
        var facts = await ReadAsync(set, cancellationToken);
        if (!set.IsTerminating())
        {
            var step = StatefulSetDecider.Decide(facts, update, time.GetUtcNow());
            foreach (var ordinal in step.Create)
            {
                await CreateAsync(facts, ordinal, update, cancellationToken);
            }

            foreach (var pod in step.Delete)
            {
                await DeleteAsync(set, pod, cancellationToken);
            }
        }

        var now = time.GetUtcNow();
        facts = await ReadAsync(set, cancellationToken);
        await objects.ChangeStatusAsync(objects.StatefulSets, set, stored => Count(stored, facts, update, now), cancellationToken);
        return facts.Pods.Values.Select(pod => pod.AvailableAt(facts.MinReady, now)).Min() - now;
    }

    private string Remember(JsonObject set)
    {
        var template = set.At("spec", "template") ?? new JsonObject();
        var revision = $"{set.Name()}-{TemplateHash.Of(template, 0)}";
        var (uid, current) = (set.Uid(), set.Text("status", "currentRevision"));
        Forget(set.Key(objects.StatefulSets), one => one.Uid != uid || (one.Revision != revision && one.Revision != current));
        _templates.TryAdd(Id(set, revision), template);
        return revision;
    }

    private (ObjectKey Set, string Uid, string Revision) Id(JsonObject set, string revision) => (set.Key(objects.StatefulSets), set.Uid(), revision);

    private void Forget(ObjectKey set, Func<(string Uid, string Revision), bool> isOld)
    {
        foreach (var id in _templates.Keys.Where(id => id.Set == set && isOld((id.Uid, id.Revision))))
        {
            _templates.TryRemove(id, out _);
        }
    }

    private async Task<StatefulSetFacts> ReadAsync(JsonObject set, CancellationToken cancellationToken) =>
        StatefulSetFacts.From(set, await _ownership.ClaimAsync(objects.StatefulSets, set, objects.Pods, cancellationToken));

    private async Task CreateAsync(StatefulSetFacts facts, int ordinal, string update, CancellationToken cancellationToken)
    {
        var current = facts.Source.Text("status", "currentRevision") is { Length: > 0 } known ? known : update;
        var revision = StatefulSetDecider.IsUpdated(facts, ordinal) ? update : current;
        var pod = Stamp(facts.Source, ordinal, _templates.ContainsKey(Id(facts.Source, revision)) ? revision : update);
        await CreateClaimsAsync(facts.Source, pod, cancellationToken);
        try
        {
            await objects.CreateAsync(objects.Pods, pod, cancellationToken);
            Tell(facts.Source, EventNote.Normal("SuccessfulCreate", $"create Pod {pod.Name()} in StatefulSet {facts.Name} successful"));
        }
        catch (ApiError error)
        {
            Tell(facts.Source, EventNote.Warning("FailedCreate", $"create Pod {pod.Name()} in StatefulSet {facts.Name} failed error: {error.Message}"));
            throw;
        }
    }

    private JsonObject Stamp(JsonObject set, int ordinal, string revision)
    {
        var source = set.Copy();
        source.Make("spec")["template"] = _templates[Id(set, revision)].DeepClone();
        var pod = PodTemplate.Stamp(objects.StatefulSets, source);
        var name = $"{set.Name()}-{ordinal.ToString(CultureInfo.InvariantCulture)}";
        pod.Make("metadata")["name"] = name;
        var labels = pod.Make("metadata", "labels");
        labels[StatefulSetFacts.RevisionLabel] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        pod.Make("spec")["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            pod.Make("spec")["subdomain"] = service;
        }

        MountClaims(set, pod);
        return pod;
    }

    private static void MountClaims(JsonObject set, JsonObject pod)
    {
        var templates = set.Objects("spec", "volumeClaimTemplates").Select(template => template.Name()).ToList();
        if (templates.Count == 0)
        {
            return;
        }

        var others = pod.Objects("spec", "volumes").Where(volume => !templates.Contains(volume.Text("name"))).Select(volume => volume.DeepClone());
        var claims = templates.Select(template => (JsonNode)new JsonObject
        {
            ["name"] = template,
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{template}-{pod.Name()}" },
        });
        pod.Make("spec")["volumes"] = new JsonArray([.. others, .. claims]);
    }

    private async Task CreateClaimsAsync(JsonObject set, JsonObject pod, CancellationToken cancellationToken)
    {
        foreach (var template in set.Objects("spec", "volumeClaimTemplates"))
        {
            var name = $"{template.Name()}-{pod.Name()}";
            if (objects.Api.Find(objects.Claims, set.Namespace(), name) is not null)
            {
                continue;
            }

            var claim = template.Copy();
            claim["apiVersion"] = "v1";
            claim["kind"] = "PersistentVolumeClaim";
            claim.Remove("status");
            claim.Make("metadata")["name"] = name;
            claim.Make("metadata")["namespace"] = set.Namespace();
            foreach (var (label, value) in set.Entries("spec", "selector", "matchLabels"))
            {
                claim.Make("metadata", "labels")[label] = value;
            }

            await objects.CreateAsync(objects.Claims, claim, cancellationToken);
            Tell(set, EventNote.Normal("SuccessfulCreate", $"create Claim {name} Pod {pod.Name()} in StatefulSet {set.Name()} success"));
        }
    }

    private async Task DeleteAsync(JsonObject set, PodFacts pod, CancellationToken cancellationToken)
    {
        if (pod.IsEnded)
        {
            Tell(set, EventNote.Warning("RecreatingFailedPod", $"StatefulSet {set.Namespace()}/{set.Name()} is recreating failed Pod {pod.Name}"));
        }

        await objects.DeleteAsync(objects.Pods, pod.Source, new DeleteOptions(), cancellationToken);
        Tell(set, EventNote.Normal("SuccessfulDelete", $"delete Pod {pod.Name} in StatefulSet {set.Name()} successful"));
    }

    private void Tell(JsonObject set, EventNote what) => events(Name, set, what);

    private static void Count(JsonObject set, StatefulSetFacts facts, string update, DateTimeOffset now)
    {
        var pods = facts.Pods.Values.ToList();
        var current = set.Text("status", "currentRevision") is { Length: > 0 } known ? known : update;
        var updated = pods.Count(pod => !pod.IsTerminating && StatefulSetFacts.IsOf(pod, update));
        var ready = pods.Count(pod => pod.IsReady);
        if (facts.Partition == 0 && updated == facts.End - facts.First && ready == updated && pods.Count == updated)
        {
            // The rollout is over: what was new is now the current revision.
            current = update;
        }

        var status = set.Make("status");
        status["observedGeneration"] = set.Generation();
        status["replicas"] = pods.Count;
        status.SetCount("readyReplicas", ready);
        status["availableReplicas"] = pods.Count(pod => pod.IsAvailable(facts.MinReady, now));
        status.SetCount("currentReplicas", pods.Count(pod => !pod.IsTerminating && StatefulSetFacts.IsOf(pod, current)));
        status.SetCount("updatedReplicas", updated);
        status["currentRevision"] = current;
        status["updateRevision"] = update;
        status["collisionCount"] ??= 0;
    }
}
