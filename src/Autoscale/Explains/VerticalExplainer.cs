using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Cooperating;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Persisting;
using Autoscale.Vpa.Usage;

namespace Autoscale.Explains;

/// <summary>Reckons anew, from the checkpoints, what the recommender, the webhook and the updater make of an autoscaler. Pure: no clock, no I/O.</summary>
internal static class VerticalExplainer
{
    /// <summary>Explains one autoscaler.</summary>
    public static VerticalExplanation Explain(VerticalFacts facts, VerticalOptions settings)
    {
        var vpa = facts.Vpa;
        var refused = new List<string>();
        var cooperation = Cooperate(facts, settings.Cooperation);
        var evidence = Evidence(facts, settings.Usage, refused);
        return new()
        {
            Facts = facts,
            Settings = settings,
            RefusedCheckpoints = refused,
            Reasons = Recommender.Explain(vpa, evidence, settings.Recommender),
            Recommendation = Recommender.Recommend(vpa, evidence, settings.Recommender).Recommendation,
            Faults = PolicyFaults.Of(vpa, [.. facts.Pods.SelectMany(pod => pod.Spec.Containers).Select(container => container.Name).Distinct()], settings.Recommender),
            Cooperation = cooperation,
            Creation = AtCreation(facts),
            Pods = PodForecast.Of(facts, cooperation, settings.Updater),
        };
    }

    private static IReadOnlyList<ContainerEvidence> Evidence(VerticalFacts facts, UsageOptions options, List<string> refused)
    {
        var key = VerticalBook.KeyOf(facts.Vpa.Metadata.Namespace, facts.Vpa.Metadata.Name);
        var model = new UsageModel(options);
        model.SetNow(facts.Now);
        model.SetVpa(key, facts.Target.Selector, facts.Vpa.Spec.ResourcePolicy);
        foreach (var pod in facts.Pods)
        {
            var isActive = pod.Status.Phase is not ("Succeeded" or "Failed");
            model.SetPod(new(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Labels ?? new Dictionary<string, string>(), isActive, [.. pod.Spec.Containers.Select(one => one.Name)]));
        }

        foreach (var checkpoint in facts.Checkpoints)
        {
            var windows = OpenWindowText.Read(checkpoint.Metadata.Annotations?.GetValueOrDefault(OpenWindowText.Annotation), facts.Now);
            if (model.Restore(key, checkpoint.Spec.ContainerName, checkpoint.Status, windows ?? []).Because is { } because)
            {
                refused.Add($"{checkpoint.Metadata.Name}: {because}");
            }

            if (MemoryHoursText.Read(checkpoint.Metadata.Annotations) is { } hours)
            {
                model.RestoreHours(key, checkpoint.Spec.ContainerName, hours);
            }
        }

        return model.EvidenceOf(key);
    }

    private static CooperationVerdict Cooperate(VerticalFacts facts, CooperationOptions options)
    {
        var autoscalers = HorizontalIndex.Of(facts.Autoscalers).Find(facts.Vpa);
        return Cooperation.Decide(new() { Vpa = facts.Vpa, Autoscalers = autoscalers, Template = facts.Template }, options, facts.Now);
    }

    // A pod as its controller would make it, which the webhook has not seen yet.
    private static IReadOnlyList<ContainerChange> AtCreation(VerticalFacts facts)
    {
        if (facts.Template is not { } template || facts.Vpa.Status.Recommendation is not { } recommendation)
        {
            return [];
        }

        var pod = new Pod { Metadata = template.Metadata with { Namespace = facts.Vpa.Metadata.Namespace }, Spec = template.Spec };
        var bounds = LimitRangeBounds.Of(facts.LimitRanges);
        var capped = PodCapping.Cap(recommendation, facts.Vpa.Spec.ResourcePolicy, pod, bounds).Storable();
        return ContainerChange.Of(pod, PodResources.AtCreation(facts.Vpa, pod, capped, bounds, new()), container => container.Resources ?? new());
    }
}
