using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Finds the pods of an autoscaler's target, and the controller of a pod, after upstream's target and controller fetchers: well-known
/// kinds by what is followed, all others by their scale. Answers that the API could not give throw, so that nothing is taken for absent.
/// </summary>
public sealed class VpaTargets
{
    private readonly WorkloadCache _workloads;
    private readonly ScaleCache _scales;

    /// <summary>Prepares to follow the well-known kinds.</summary>
    public VpaTargets(KubeClient client, TimeProvider time, ILoggerFactory logging)
    {
        _workloads = new(client, time, logging);
        _scales = new(client, time);
    }

    /// <summary>Whether it is known which controllers there are; before that, every question goes to the API.</summary>
    public bool IsKnown => _workloads.IsKnown;

    /// <summary>What keeps it up to date.</summary>
    internal IEnumerable<NamedLoop> Loops => _workloads.Loops;

    /// <summary>Returns when <see cref="IsKnown"/> is true.</summary>
    public Task WaitUntilKnownAsync(CancellationToken cancellationToken) => _workloads.WaitUntilKnownAsync(cancellationToken);

    /// <summary>The pods that an autoscaler is about, or why its target cannot be handled.</summary>
    public async Task<TargetSelection> SelectAsync(VerticalPodAutoscaler vpa, CancellationToken cancellationToken)
    {
        if (vpa.Spec.TargetRef is not { } reference)
        {
            return TargetSelection.Unsupported(TargetTexts.Unreadable(TargetTexts.Undefined));
        }

        var target = ControllerReference.Of(vpa.Metadata.Namespace, reference);
        try
        {
            var selector = await SelectorOfAsync(target, cancellationToken);
            return await WhyNotTopmostAsync(target, cancellationToken) is { } problem
                ? TargetSelection.Unsupported(problem)
                : TargetSelection.Of(selector);
        }
        catch (Exception wrong) when (wrong is TargetException or FormatException)
        {
            return TargetSelection.Unsupported(TargetTexts.Unreadable(wrong.Message));
        }
    }

    /// <summary>
    /// The topmost controller above a pod that is well known or can be scaled: what a targetRef must name. Null for a pod of nobody, and
    /// where there is none; throws <see cref="TargetException"/> where the chain of owners is broken.
    /// </summary>
    public async Task<ControllerReference?> ControllerOfAsync(Pod pod, CancellationToken cancellationToken) =>
        ControllerReference.OwnerOf(pod.Metadata) is { } owner ? await FindTopmostAsync(owner, cancellationToken) : null;

    /// <summary>The topmost controller, from this one upwards, that is well known or can be scaled; as of <see cref="ControllerOfAsync"/>.</summary>
    public async Task<ControllerReference?> FindTopmostAsync(ControllerReference controller, CancellationToken cancellationToken)
    {
        ControllerReference? topmost = null;
        var visited = new HashSet<ControllerReference>();
        for (ControllerReference? at = controller; at is { } here;)
        {
            if (!visited.Add(here))
            {
                throw new TargetException(TargetTexts.Cycle);
            }

            (var isTarget, at) = await LookAsync(here, cancellationToken);
            topmost = isTarget ? here : topmost;
        }

        return topmost;
    }

    /// <summary>How many pods a controller of a well-known kind is to have, a DaemonSet those that are ready; null where it is not known or does not say.</summary>
    internal int? ReplicasOf(PodCreator creator) =>
        _workloads.Find(new("", creator.Kind, creator.Namespace, creator.Name)) is { } workload ? ReplicasOf(creator, workload) : null;

    /// <summary>How many pods a controller of a well-known kind is to have, asked of the API where nothing is followed; null as there.</summary>
    public async Task<int?> ReadReplicasAsync(PodCreator creator, CancellationToken cancellationToken)
    {
        var of = new ControllerReference("", creator.Kind, creator.Namespace, creator.Name);
        return WorkloadKind.Of(of) is { } kind && await _workloads.ReadAsync(kind, of, cancellationToken) is { } workload ? ReplicasOf(creator, workload) : null;
    }

    /// <summary>Whether the well-known controller that owns a pod is known to exist.</summary>
    internal bool HasOwner(Pod pod) => ControllerReference.OwnerOf(pod.Metadata) is { } owner && _workloads.Find(owner) is not null;

    /// <summary>Calls with every well-known controller that comes, goes or changes.</summary>
    internal void Subscribe(Action<ControllerReference> changed) => _workloads.Subscribe(changed);

    /// <summary>Forgets what nobody asked for of late.</summary>
    internal void Collect() => _scales.Collect();

    private static int? ReplicasOf(PodCreator creator, WorkloadTarget workload) =>
        creator.Kind == "DaemonSet" ? workload.Status.NumberReady : workload.Spec.Replicas;

    private async Task<LabelSelector> SelectorOfAsync(ControllerReference of, CancellationToken cancellationToken)
    {
        if (WorkloadKind.Of(of) is { } kind)
        {
            // Who asks but once follows nothing: the API itself is asked then.
            var workload = IsKnown ? _workloads.Find(of) : await _workloads.ReadAsync(kind, of, cancellationToken);
            return workload?.Selector() ?? throw new TargetException(TargetTexts.DoesNotExist(of));
        }

        var (scale, absence) = await ScaleOfAsync(of, cancellationToken);
        if (scale is null)
        {
            throw new TargetException(TargetTexts.Unhandled(of, absence));
        }

        return scale.Status.Selector.Length > 0
            ? LabelSelector.Parse(scale.Status.Selector)
            : throw new TargetException(TargetTexts.Unhandled(of, TargetTexts.EmptySelector(of)));
    }

    private async Task<string?> WhyNotTopmostAsync(ControllerReference target, CancellationToken cancellationToken)
    {
        try
        {
            var topmost = await FindTopmostAsync(target, cancellationToken);
            return topmost is null ? TargetTexts.NotFound(target) : topmost != target ? TargetTexts.HasParent(target) : null;
        }
        catch (TargetException wrong)
        {
            return TargetTexts.Unchecked(target, wrong.Message);
        }
    }

    /// <summary>Whether a controller may be a target, and who owns it.</summary>
    private async Task<(bool IsTarget, ControllerReference? Owner)> LookAsync(ControllerReference at, CancellationToken cancellationToken)
    {
        if (WorkloadKind.Of(at) is { } kind)
        {
            var workload = await _workloads.ReadAsync(kind, at, cancellationToken)
                ?? throw new TargetException(TargetTexts.DoesNotExist(at));
            return (true, ControllerReference.OwnerOf(workload.Metadata));
        }

        // Some pods name their node as owner, which is nobody's target, and would be read for each of them.
        var (scale, _) = at.Kind == "Node"
            ? throw new TargetException(TargetTexts.Unhandled(at, TargetTexts.NodeOwner))
            : await ScaleOfAsync(at, cancellationToken);
        return scale is null ? (false, null) : (true, ControllerReference.OwnerOf(scale.Metadata));
    }

    private async Task<ScaleReading> ScaleOfAsync(ControllerReference of, CancellationToken cancellationToken)
    {
        if (of.ApiVersion.Split('/').Length > 2)
        {
            throw new TargetException(TargetTexts.MalformedVersion(of.ApiVersion));
        }

        try
        {
            return await _scales.ReadAsync(of, cancellationToken);
        }
        catch (TargetException unknown)
        {
            throw new TargetException(TargetTexts.Unhandled(of, unknown.Message));
        }
        catch (KubeError error) when (!error.IsTransient)
        {
            throw new TargetException(TargetTexts.Unhandled(of, error.Message));
        }
    }
}
