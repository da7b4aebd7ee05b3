using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Quota;

namespace Autoscale.Checks;

/// <summary>Takes over from a cluster what the verdicts on some objects depend on: rules, classes, the objects themselves, and what new quotas are to count.</summary>
internal sealed class LiveFacts(LiveCluster live, KindCatalog catalog, CheckCluster cluster)
{
    private static readonly string[] Classes = ["priorityclasses", "runtimeclasses", "storageclasses", "deviceclasses"];

    private readonly List<(CheckTarget Target, string Note)> _notes = [];

    /// <summary>What could not be seen of an object.</summary>
    public IEnumerable<string> NotesOn(ManifestObject subject) => _notes.Where(one => ReferenceEquals(one.Target.Subject, subject)).Select(one => one.Note);

    /// <summary>Takes over everything; returns the namespaces that do not exist.</summary>
    public async Task<IReadOnlyCollection<string>> LoadAsync(IReadOnlyCollection<CheckTarget> targets, CancellationToken cancellationToken)
    {
        var missing = await LoadNamespacesAsync([.. targets.Select(one => one.Namespace).Where(name => name.Length > 0).Distinct()], cancellationToken);
        foreach (var kind in catalog.All.Where(kind => Classes.Contains(kind.Plural)))
        {
            await LoadClassesAsync(kind, cancellationToken);
        }

        foreach (var target in targets.Where(one => one.Subject.Name.Length > 0))
        {
            await LoadAsync(target, cancellationToken);
        }

        foreach (var quota in targets.Where(one => one.Kind is { Group: "", Kind: "ResourceQuota" }))
        {
            await LoadCountedAsync(quota, cancellationToken);
        }

        return missing;
    }

    /// <summary>The resources that a quota among the files counts.</summary>
    public static IEnumerable<GroupResource> CountedBy(ManifestObject quota) => QuotaRecount.Needs(new ResourceQuota
    {
        Spec = new() { Hard = (quota.Value.PartAt("spec.hard") ?? []).ToDictionary(amount => amount.Key, _ => default(Kubernetes.Quantity)) },
    });

    private async Task<IReadOnlyCollection<string>> LoadNamespacesAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var name in names)
        {
            if (await FindNamespaceAsync(name, cancellationToken) is not { } found)
            {
                missing.Add(name);
                continue;
            }

            cluster.Add(Core("Namespace"), found);
            await LoadAllAsync(Core("LimitRange"), name, cancellationToken);
            foreach (var quota in await LoadAllAsync(Core("ResourceQuota"), name, cancellationToken))
            {
                cluster.Rules.Put(quota.Deserialize(KubeJson.Default.ResourceQuota) ?? new());
            }
        }

        return missing;
    }

    // Who may not see namespaces may see their own all the same.
    private async Task<JsonObject?> FindNamespaceAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await live.FindAsync(Core("Namespace"), "", name, cancellationToken);
        }
        catch (KubeError failure) when (LiveCluster.IsForbidden(failure))
        {
            return new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
        }
    }

    private async Task LoadClassesAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        try
        {
            await LoadAllAsync(kind, "", cancellationToken);
            cluster.Assumed.Know(kind);
        }
        catch (KubeError failure) when (LiveCluster.IsForbidden(failure))
        {
            // Those that pods name are taken for granted, as without a cluster.
            return;
        }
    }

    private async Task LoadAsync(CheckTarget target, CancellationToken cancellationToken)
    {
        var kind = cluster.Stored(target.Kind);
        try
        {
            if (!cluster.Has(kind, target.Namespace, target.Subject.Name)
                && await live.FindAsync(kind, target.Namespace, target.Subject.Name, cancellationToken) is { } found)
            {
                cluster.Add(kind, found);
            }
        }
        catch (KubeError failure) when (LiveCluster.IsForbidden(failure))
        {
            _notes.Add((target, $"the cluster does not let it be read, so it is taken to be new: {failure.Message}"));
        }
    }

    private async Task LoadCountedAsync(CheckTarget quota, CancellationToken cancellationToken)
    {
        foreach (var resource in CountedBy(quota.Subject))
        {
            if (catalog.All.FirstOrDefault(kind => kind.Group == resource.Group && kind.Plural == resource.Resource) is { Namespaced: true } kind)
            {
                await LoadAllAsync(cluster.Stored(kind), quota.Namespace, cancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<JsonObject>> LoadAllAsync(ResourceKind kind, string @namespace, CancellationToken cancellationToken)
    {
        var all = await live.ListAsync(kind, @namespace, cancellationToken);
        foreach (var one in all.Where(one => !cluster.Has(kind, @namespace, one.TextAt("metadata.name"))))
        {
            cluster.Add(kind, one);
        }

        return all;
    }

    private ResourceKind Core(string name) => catalog.All.First(kind => kind.Group.Length == 0 && kind.Kind == name);
}
