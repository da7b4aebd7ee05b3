using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa;

/// <summary>What decisions want to know of a pod, worked out once per change of it.</summary>
public sealed class PodTraits
{
    private readonly Pod _pod;
    private readonly long? _cpu;
    private readonly long? _memory;

    private PodTraits(Pod pod)
    {
        var status = pod.Status;
        _pod = pod;
        _cpu = PodRequests.OfWholePod(pod, "cpu");
        _memory = PodRequests.OfWholePod(pod, "memory");
        IsIgnored = pod.Metadata.DeletionTimestamp is not null || status.Phase == "Failed";
        IsPending = status.Phase == "Pending";
        var ready = ReadyConditionOf(status);
        IsServing = status.Phase == "Running" && ready is { Status: "True" };
        IsUnready = ready is { Status: "False" };
        ReadyChanged = ready?.LastTransitionTime ?? DateTimeOffset.MinValue;
        Started = ready is null ? null : status.StartTime;
    }

    /// <summary>Whether the pod failed or is being deleted, so that it does not count.</summary>
    public bool IsIgnored { get; }

    /// <summary>Whether the pod has not started yet.</summary>
    public bool IsPending { get; }

    /// <summary>Whether the pod is running and ready.</summary>
    public bool IsServing { get; }

    /// <summary>Whether the pod says that it is not ready; not knowing it is not the same.</summary>
    public bool IsUnready { get; }

    /// <summary>When readiness last changed.</summary>
    public DateTimeOffset ReadyChanged { get; }

    /// <summary>When the pod started; null where that or its readiness is unknown.</summary>
    public DateTimeOffset? Started { get; }

    /// <summary>Reads a pod.</summary>
    public static PodTraits Of(Pod pod) => new(pod);

    /// <summary>A pod with its traits, as the selector index gives it.</summary>
    public static PodEntry<PodTraits> EntryOf(Pod pod) => new(pod, Of(pod));

    /// <summary>
    /// The request of the metric's resource in thousandths, with that of the template in place of its own where one is given; false with
    /// upstream's text where one is missing. Requests of the pod as a whole are nobody's but the template's.
    /// </summary>
    public bool TryGetRequest(MetricPlan metric, bool podLevel, PodTemplate? template, out long milli, out string? error)
    {
        if (template is not null && !(podLevel && metric.Container.Length == 0 && template.Spec.Resources?.Amount(metric.Resource) is not null))
        {
            return TemplateRequests.TryGet(_pod, template, metric, out milli, out error);
        }

        var whole = metric.Resource switch { "cpu" => _cpu, "memory" => _memory, _ => null };
        if (whole is { } known && podLevel && metric.Container.Length == 0)
        {
            (milli, error) = (known, null);
            return true;
        }

        return PodRequests.TryGet(_pod, metric, podLevel, out milli, out error);
    }

    /// <summary>How the pod counts; only CPU distrusts samples of pods that start or were never ready.</summary>
    public PodGroup GroupOf(in PodSample sample, bool isCpu, DecisionOptions options, DateTimeOffset now)
    {
        if (IsIgnored)
        {
            return PodGroup.Ignored;
        }

        if (IsPending)
        {
            return PodGroup.Unready;
        }

        if (!sample.Exists)
        {
            return PodGroup.Missing;
        }

        return isCpu && IsDistrusted(sample, options, now) ? PodGroup.Unready : PodGroup.Ready;
    }

    private bool IsDistrusted(in PodSample sample, DecisionOptions options, DateTimeOffset now)
    {
        if (Started is not { } start)
        {
            return true;
        }

        return start + options.CpuInitializationPeriod > now
            ? IsUnready || sample.Time < ReadyChanged + sample.Window
            : IsUnready && start + options.InitialReadinessDelay > ReadyChanged;
    }

    private static PodCondition? ReadyConditionOf(PodStatus status)
    {
        foreach (var condition in status.Conditions)
        {
            if (condition.Type == "Ready")
            {
                return condition;
            }
        }

        return null;
    }
}
