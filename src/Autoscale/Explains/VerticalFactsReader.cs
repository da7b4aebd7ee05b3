using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Explains;

/// <summary>Reads what an explanation of a vertical autoscaler needs, the lease of the webhook among it; writes nothing.</summary>
internal sealed class VerticalFactsReader(KubeClient client, KubeRoute lease, TimeProvider time)
{
    // Where the webhook of VPA keeps it, and that of the local cluster.
    private static readonly KubeRoute Usual = AdmissionLease.RouteOf(new VpaAdmissionOptions().LeaseNamespace);

    private const int MayNot = 403;

    private readonly VpaTargets _targets = new(client, time, NullLoggerFactory.Instance);
    private readonly KindRoutes _routes = new(client);
    private readonly List<string> _unread = [];

    /// <summary>The facts of one autoscaler; throws <see cref="KubeError"/> with the server's words where there is none of that name.</summary>
    public async Task<VerticalFacts> ReadAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        var vpa = await FindAsync(@namespace, name, cancellationToken);
        var target = await _targets.SelectAsync(vpa, cancellationToken);
        var pods = target.Selector.MatchesNothing ? [] : await PodsAsync(@namespace, target.Selector, cancellationToken);
        var checkpoints = await ListAsync(VerticalPodAutoscalerCheckpoint.Route.In(@namespace), VerticalPodAutoscalerCheckpoint.JsonType, cancellationToken);
        var (webhook, knowsWebhook) = await WebhookAsync(cancellationToken);
        return new()
        {
            Vpa = vpa,
            Now = time.GetUtcNow(),
            Target = target,
            Pods = pods,
            Replicas = await ReplicasAsync(pods, cancellationToken),
            Checkpoints = [.. checkpoints.Where(one => one.Spec.VpaObjectName == name)],
            Template = await TemplateAsync(vpa, cancellationToken),
            Autoscalers = await ListAsync(KubeRoute.HorizontalPodAutoscalers.In(@namespace), KubeJson.Default.HorizontalPodAutoscaler, cancellationToken),
            Rivals = await RivalsAsync(vpa, cancellationToken),
            LimitRanges = await ListAsync(KubeRoute.LimitRanges.In(@namespace), KubeJson.Default.LimitRange, cancellationToken),
            Quotas = await ListAsync(KubeRoute.ResourceQuotas.In(@namespace), KubeJson.Default.ResourceQuota, cancellationToken),
            Webhook = webhook,
            KnowsWebhook = knowsWebhook,
            Unread = _unread,
        };
    }

    private async Task<VerticalPodAutoscaler> FindAsync(string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(VerticalPodAutoscaler.Route.Of(@namespace, name), VerticalPodAutoscaler.JsonType, cancellationToken);
        }
        catch (KubeError error) when (error.IsNotFound && error.Details?.Name is not { Length: > 0 })
        {
            throw new FormatException(
                $"the cluster does not know VerticalPodAutoscaler in version {VerticalPodAutoscaler.Route.Group}/{VerticalPodAutoscaler.Route.Version}, which kubectl apply -k deploy/crds/vertical defines");
        }
    }

    private async Task<IReadOnlyList<Pod>> PodsAsync(string @namespace, LabelSelector selector, CancellationToken cancellationToken)
    {
        var options = new ListOptions { LabelSelector = selector.IsEmpty ? null : selector.ToString() };
        var list = await client.ListAsync(KubeRoute.Pods.In(@namespace), options, KubeJson.Default.Pod, cancellationToken);
        return [.. list.Items.OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyDictionary<PodCreator, int>> ReplicasAsync(IReadOnlyList<Pod> pods, CancellationToken cancellationToken)
    {
        var replicas = new Dictionary<PodCreator, int>();
        foreach (var creator in pods.Select(PodCreator.Of).OfType<PodCreator>().Distinct())
        {
            if (await _targets.ReadReplicasAsync(creator, cancellationToken) is { } count)
            {
                replicas[creator] = count;
            }
        }

        return replicas;
    }

    private async Task<IReadOnlyList<VerticalPodAutoscaler>> RivalsAsync(VerticalPodAutoscaler vpa, CancellationToken cancellationToken)
    {
        var all = await ListAsync(VerticalPodAutoscaler.Route.In(vpa.Metadata.Namespace), VerticalPodAutoscaler.JsonType, cancellationToken);
        var target = VerticalScope.TargetOf(vpa);
        return [.. all.Where(one => one.Metadata.Name != vpa.Metadata.Name && target is not null && VerticalScope.TargetOf(one) == target)];
    }

    // That one may not read the lease does not mean that there is none.
    private async Task<(Lease? Lease, bool IsKnown)> WebhookAsync(CancellationToken cancellationToken)
    {
        var unread = _unread.Count;
        var found = await TryAsync(lease, () => client.FindAsync(lease, KubeJson.Default.Lease, cancellationToken))
            ?? await TryAsync(Usual, () => client.FindAsync(Usual, KubeJson.Default.Lease, cancellationToken));
        return (found, _unread.Count == unread);
    }

    private async Task<PodTemplate?> TemplateAsync(VerticalPodAutoscaler vpa, CancellationToken cancellationToken)
    {
        if (vpa.Spec.TargetRef is not { } target)
        {
            return null;
        }

        var group = target.ApiVersion.Contains('/', StringComparison.Ordinal) ? target.ApiVersion[..target.ApiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        foreach (var route in await _routes.FindAsync(group, target.Kind, cancellationToken))
        {
            var found = await TryAsync(route, () => client.FindAsync(route.Of(vpa.Metadata.Namespace, target.Name), KubeJson.Default.Workload, cancellationToken));
            if (found is { Spec.Template.Spec.Containers.Count: > 0 })
            {
                return found.Spec.Template;
            }
        }

        return null;
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(KubeRoute route, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class, IKubeObject
    {
        var list = await TryAsync(route, async () => await client.ListAsync(route, new(), type, cancellationToken));
        return [.. (list?.Items ?? []).OrderBy(one => one.Metadata.Name, StringComparer.Ordinal)];
    }

    // Who may not read something is told the rest.
    private async Task<T?> TryAsync<T>(KubeRoute route, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (KubeError error) when (error.Code == MayNot || error.IsNotFound)
        {
            _unread.Add($"{route.Plural}: {error.Message}");
            return null;
        }
    }
}
