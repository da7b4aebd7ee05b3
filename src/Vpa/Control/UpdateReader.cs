using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Targeting;
using Autoscale.Vpa.Updating;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>Reads what a round is decided from: whose pods are whose, what is recommended for each, and what may move beside horizontal autoscalers.</summary>
internal sealed partial class UpdateReader(
    VerticalCaches caches, Informer<HorizontalPodAutoscaler> horizontals, VerticalOptions options, ILogger<UpdateReader> logger)
{
    /// <summary>The autoscalers of the namespace, "" for all, that a round may do anything about, with their pods.</summary>
    public async Task<UpdateView> ReadAsync(string @namespace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var autoscalers = caches.Autoscalers.Cache;
        var all = (@namespace.Length > 0 ? autoscalers.InNamespace(@namespace) : autoscalers.All).Where(Decides);
        var looks = await EachAsync([.. all], OwnerAsync, cancellationToken);
        var groups = looks.Select(look => look.Owner).OfType<PodOwner>().GroupBy(owner => owner.Vpa.Metadata.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        foreach (var group in groups)
        {
            await AssignAsync(group.Key, [.. group.OrderBy(owner => owner.Vpa, VpaOrder.Comparer)], cancellationToken);
        }

        var index = HorizontalIndex.Of(horizontals.Cache.All);
        var concerned = groups.SelectMany(group => group.OrderBy(owner => owner.Vpa.Metadata.Name, StringComparer.Ordinal))
            .Where(owner => UpdateRound.Concerns(owner.Vpa, options.Updater));
        var subjects = await EachAsync([.. concerned], (owner, token) => SubjectAsync(owner, index, now, token), cancellationToken);
        return new(subjects, looks.Select(look => look.Unread).OfType<ObjectKey>().ToHashSet());
    }

    // Some are asked of the API: one after the other, thousands would take longer than the time between two rounds.
    private async Task<TResult[]> EachAsync<T, TResult>(
        IReadOnlyList<T> items, Func<T, CancellationToken, Task<TResult>> look, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, items.Count, limits, async (place, token) => results[place] = await look(items[place], token));
        return results;
    }

    // One that acts at creation alone is never updated for, but where it is the first it is what new pods get: nobody else changes these.
    private bool Decides(VerticalPodAutoscaler vpa) => options.Covers(vpa.Metadata.Namespace)
        && (UpdateModes.Of(vpa) == UpdateModes.Initial || UpdateRound.Concerns(vpa, options.Updater));

    private async Task<(PodOwner? Owner, ObjectKey? Unread)> OwnerAsync(VerticalPodAutoscaler vpa, CancellationToken cancellationToken)
    {
        try
        {
            return await caches.Targets.SelectAsync(vpa, cancellationToken) is { Problem: null } selection ? (new(vpa, selection.Selector), null) : default;
        }
        catch (Exception failure) when (IsTransient(failure, cancellationToken))
        {
            Log.Unreadable(logger, $"{vpa.Metadata.Namespace}/{vpa.Metadata.Name}", failure.Message);
            return (null, VerticalSight.KeyOf(vpa));
        }
    }

    // Of two autoscalers of one pod the older decides, then the first by name.
    private async Task AssignAsync(string @namespace, List<PodOwner> strongest, CancellationToken cancellationToken)
    {
        var controllers = new Dictionary<ControllerReference, ControllerReference?>();
        foreach (var pod in caches.Pods.Cache.InNamespace(@namespace).Where(PodCandidate.IsLive).OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal))
        {
            var selecting = strongest.Where(owner => owner.Selector.Matches(pod.Metadata.Labels)).ToList();
            if (selecting.Count == 0)
            {
                continue;
            }

            if (ControllerReference.OwnerOf(pod.Metadata) is not { } made)
            {
                selecting.ForEach(owner => owner.Unmanaged++);
                continue;
            }

            if (!controllers.TryGetValue(made, out var topmost))
            {
                controllers[made] = topmost = await TopmostAsync(made, cancellationToken);
            }

            var target = topmost;
            selecting.Find(owner => owner.IsAbout(target))?.Pods.Add(pod);
        }
    }

    private async Task<ControllerReference?> TopmostAsync(ControllerReference made, CancellationToken cancellationToken)
    {
        try
        {
            return await caches.Targets.FindTopmostAsync(made, cancellationToken);
        }
        catch (TargetException)
        {
            // Nobody's target: a broken chain of owners is no error of ours.
            return null;
        }
        catch (Exception failure) when (IsTransient(failure, cancellationToken))
        {
            Log.Unreadable(logger, $"{made.Kind} {made.Namespace}/{made.Name}", failure.Message);
            return null;
        }
    }

    private async Task<UpdateSubject> SubjectAsync(PodOwner owner, HorizontalIndex index, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var vpa = owner.Vpa;
        var verdict = await VerdictAsync(vpa, index.Find(vpa), now, cancellationToken);
        var bounds = caches.BoundsOf(vpa.Metadata.Namespace);
        var creators = owner.Pods.Select(PodCreator.Of).OfType<PodCreator>().Distinct();
        var facts = new RoundFacts
        {
            Vpa = vpa,
            Pods = [.. owner.Pods.Select(pod => PodCandidate.Of(vpa, pod, verdict, bounds, now))],
            Replicas = creators.Select(creator => (creator, Count: caches.Targets.ReplicasOf(creator)))
                .Where(entry => entry.Count is not null).ToDictionary(entry => entry.creator, entry => entry.Count.GetValueOrDefault()),
            Now = now,
            BurstHold = EvictionHold.Of(verdict),
        };
        return new(VerticalBook.KeyOf(vpa.Metadata.Namespace, vpa.Metadata.Name), facts, verdict.Condition, owner.Unmanaged);
    }

    private async Task<CooperationVerdict> VerdictAsync(
        VerticalPodAutoscaler vpa, IReadOnlyList<HorizontalPodAutoscaler> scaling, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var template = scaling.Count > 0 && VerticalScope.TargetOf(vpa) is { } target
            ? (await caches.Templates.ReadAsync(target, cancellationToken)).Template
            : null;
        return Cooperation.Decide(new() { Vpa = vpa, Autoscalers = scaling, Template = template }, options.Cooperation, now);
    }

    private static bool IsTransient(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && ControlLoopOptions.Classify(failure) != FailureKind.Terminal;

    private sealed class PodOwner(VerticalPodAutoscaler vpa, Kubernetes.LabelSelector selector)
    {
        public VerticalPodAutoscaler Vpa => vpa;

        public Kubernetes.LabelSelector Selector => selector;

        public List<Pod> Pods { get; } = [];

        public int Unmanaged { get; set; }

        public bool IsAbout(ControllerReference? controller) =>
            controller is { } made && vpa.Spec.TargetRef is { } target && (target.Kind, target.Name) == (made.Kind, made.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "Left the pods of {Object} out of this round: {Reason}")]
        public static partial void Unreadable(ILogger logger, string @object, string reason);
    }
}
