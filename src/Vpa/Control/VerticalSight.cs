using System.Collections.Immutable;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Control;

/// <summary>What is known of the autoscalers in our charge: themselves, their pods, and the usage of these.</summary>
internal sealed class VerticalSight(DefinedInformer<VerticalPodAutoscaler> autoscalers, VpaTargets targets, UsageState usage, VerticalOptions options)
{
    /// <summary>The keys of all that are in our charge.</summary>
    public IEnumerable<ObjectKey> Keys => autoscalers.Cache.All.Where(options.Handles).Select(KeyOf);

    /// <summary>The key of an autoscaler.</summary>
    public static ObjectKey KeyOf(VerticalPodAutoscaler vpa) => VerticalBook.KeyOf(vpa.Metadata.Namespace, vpa.Metadata.Name);

    /// <summary>The autoscaler, or null where it is gone or not in our charge.</summary>
    public VerticalPodAutoscaler? Find(ObjectKey key) =>
        autoscalers.Cache.Find(key.Namespace, key.Name) is { } vpa && options.Handles(vpa) ? vpa : null;

    /// <summary>Whether there is such an autoscaler at all, in whosever charge, as far as we know.</summary>
    public bool Exists(ObjectKey key) => autoscalers.Cache.Find(key.Namespace, key.Name) is not null;

    /// <summary>The autoscalers whose target is of this kind and name.</summary>
    public IEnumerable<ObjectKey> KeysOf(ControllerReference target) => autoscalers.Cache.InNamespace(target.Namespace)
        .Where(vpa => vpa.Spec.TargetRef is { } own && own.Kind == target.Kind && own.Name == target.Name && options.Handles(vpa))
        .Select(KeyOf);

    /// <summary>The pods of an autoscaler's target; as of <see cref="VpaTargets.SelectAsync"/>.</summary>
    public Task<TargetSelection> SelectAsync(VerticalPodAutoscaler vpa, CancellationToken cancellationToken) =>
        targets.SelectAsync(vpa, cancellationToken);

    /// <summary>Tracks an autoscaler with its pods, as of <see cref="UsageState.Track"/>.</summary>
    public bool Track(ObjectKey key, TargetSelection selection, VpaResourcePolicy? policy, Action<bool> restore) =>
        usage.Track(key, selection.Selector, policy, restore);

    /// <summary>Forgets an autoscaler.</summary>
    public void Forget(ObjectKey key) => usage.Forget(key);

    /// <summary>The pods of an autoscaler.</summary>
    public ImmutableArray<PodEntry<PodFacts>> PodsOf(ObjectKey key) => usage.PodsOf(key);

    /// <summary>What is recommended at this moment; what still holds of the previous recommendation is handed back as it is.</summary>
    public PodRecommendation Recommend(ObjectKey key, VerticalPodAutoscaler vpa, RecommendedPodResources? previous) =>
        usage.Use(model => Recommender.Recommend(vpa, model.EvidenceOf(key), options.Recommender, previous));

    /// <summary>The containers that an autoscaler's pods have, or had.</summary>
    public IReadOnlyCollection<string> ContainersOf(ObjectKey key) => usage.Use(model =>
        new HashSet<string>(model.EvidenceOf(key).Select(evidence => evidence.Container).Concat(PodsOf(key).SelectMany(entry => entry.Value.Containers)), StringComparer.Ordinal));

    /// <summary>The condition that another autoscaler decides about the same pods, or null: of those with one target the oldest does, then the first by name.</summary>
    public VpaCondition? SupersededBy(ObjectKey key, VerticalPodAutoscaler vpa)
    {
        if (UpdateModes.Of(vpa) == UpdateModes.Off)
        {
            return null;
        }

        var older = usage.ClaimantsOf(key).Where(other => other != key).Select(Find).OfType<VerticalPodAutoscaler>()
            .Where(other => UpdateModes.Of(other) != UpdateModes.Off && VpaOrder.HaveSameTarget(vpa, other) && VpaOrder.Compare(other, vpa) < 0)
            .Order(VpaOrder.Comparer)
            .FirstOrDefault();
        return older is null ? null : new()
        {
            Type = OwnConditions.Superseded,
            Status = "True",
            Reason = "OlderAutoscaler",
            Message = $"the autoscaler {older.Metadata.Name} has the same target and goes before this one: it is older, or of the same age and first by name; this one changes no pod",
        };
    }
}
