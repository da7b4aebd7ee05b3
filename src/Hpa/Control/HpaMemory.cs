using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>What is kept of one autoscaler between two looks at it; one thread at a time. Nothing of it survives a restart.</summary>
internal sealed class HpaMemory : IDisposable
{
    private HpaPlan? _plan;
    private HpaSpec? _spec;
    private DecisionOptions? _options;
    private HorizontalPodAutoscaler? _written;
    private TimingWatch? _looked;
    private TimeSpan _period;

    /// <summary>What was recommended and done.</summary>
    public ScalingHistory History { get; set; } = ScalingHistory.Empty;

    /// <summary>What is kept of the metrics for the user's rule for absence.</summary>
    public IReadOnlyList<MetricMemory> Metrics { get; private set; } = [];

    /// <summary>The target's scale as last read and written; null while it could not be, so that only the next sync tries again.</summary>
    public Scale? Scale { get; set; }

    /// <summary>How long it is until the next periodic look; zero or less when that is due.</summary>
    public TimeSpan UntilSync => _looked is { } looked ? _period - looked.Elapsed : TimeSpan.Zero;

    /// <summary>The registered selector of the target; null before the first look and while it is unusable.</summary>
    public PodSelection<PodTraits>? Selection { get; private set; }

    /// <summary>The selector's text as the scale subresource last gave it.</summary>
    public string SelectorText { get; private set; } = "";

    /// <summary>Why the selector cannot be read, or null.</summary>
    public string? SelectorError { get; private set; }

    /// <summary>Keeps of a decision what the next one builds on.</summary>
    public void Remember(ReplicaDecision decision) => (History, Metrics) = (decision.History, decision.Memories);

    /// <summary>Notes a periodic look that has just ended; the next is due after the period.</summary>
    public void Looked(TimingWatch now, TimeSpan period) => (_looked, _period) = (now, period);

    /// <summary>Whether this is the specification of the last look.</summary>
    public bool Knows(HpaSpec spec)
    {
        if (_spec is null || !SpecComparison.Same(_spec, spec))
        {
            return false;
        }

        _spec = spec;
        return true;
    }

    /// <summary>The plan of a specification; read anew only when that is another one.</summary>
    public HpaPlan PlanOf(HpaSpec spec)
    {
        if (_plan is null || !Knows(spec))
        {
            (_plan, _spec) = (HpaPlan.Of(spec), spec);
        }

        return _plan;
    }

    /// <summary>The decision's settings, worked out anew only for another state of the object.</summary>
    public DecisionOptions OptionsOf(HorizontalPodAutoscaler hpa, HorizontalOptions options)
    {
        var decision = _options ??= options.DecisionFor(hpa);
        var period = options.PeriodOf(hpa) * 0.8;
        return decision.DoublingPeriod == period ? decision : _options = options.DecisionFor(hpa);
    }

    /// <summary>Keeps what the API answered to our own write, which the cache may show only later.</summary>
    public void Wrote(HorizontalPodAutoscaler hpa) => _written = hpa;

    /// <summary>The newer of what the cache has and what we wrote: a status that we have replaced must not decide again.</summary>
    public HorizontalPodAutoscaler Newest(HorizontalPodAutoscaler cached)
    {
        if (_written is { } written
            && written.Metadata.Uid == cached.Metadata.Uid
            && long.TryParse(written.Metadata.ResourceVersion, out var ours)
            && long.TryParse(cached.Metadata.ResourceVersion, out var theirs)
            && ours > theirs)
        {
            return written;
        }

        _written = null;
        return cached;
    }

    /// <summary>Registers the target's selector in place of the one before, where it changed.</summary>
    public void Select(ObjectKey key, string selector, SelectorIndex<PodTraits> index)
    {
        if (selector == SelectorText && (Selection is not null || SelectorError is not null))
        {
            return;
        }

        Selection?.Dispose();
        (SelectorText, SelectorError, Selection) = (selector, null, null);
        if (selector.Length == 0)
        {
            return;
        }

        try
        {
            Selection = index.Register(key, LabelSelector.Parse(selector));
        }
        catch (FormatException malformed)
        {
            SelectorError = malformed.Message;
        }
    }

    /// <inheritdoc />
    public void Dispose() => Selection?.Dispose();
}
