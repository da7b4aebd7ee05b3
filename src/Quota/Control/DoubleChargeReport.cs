using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Control;

/// <summary>Tells whoever can mend it that somebody else charges quotas, too: by an event on the quota, a count, and in words for readiness.</summary>
public sealed class DoubleChargeReport(EventRecorder events, QuotaTelemetry telemetry)
{
    private const string Message =
        "Usage grows by twice what is created: the API server's ResourceQuota plugin charges this quota, too. "
        + "Switch it and the resourcequota controller off, or run with --governance=advise.";

    private volatile string? _last;

    /// <summary>What is wrong, for readiness; null when nothing is known to be.</summary>
    public string? Problem => _last is { } quota ? $"quota {quota} is charged by somebody else, too" : null;

    /// <summary>Tells of a quota.</summary>
    public void Tell(ResourceQuota quota)
    {
        var metadata = quota.Metadata;
        _last = NameOf(quota);
        telemetry.DoublyCharged();
        var involved = new ObjectReference
        {
            ApiVersion = "v1",
            Kind = nameof(ResourceQuota),
            Namespace = metadata.Namespace,
            Name = metadata.Name,
            Uid = metadata.Uid,
            ResourceVersion = metadata.ResourceVersion,
        };
        events.Record(involved, EventNote.Warning("ChargedTwice", Message));
    }

    /// <summary>Takes back what was told of a quota, which is charged once now.</summary>
    public void Withdraw(ResourceQuota quota)
    {
        if (_last == NameOf(quota))
        {
            _last = null;
        }
    }

    private static string NameOf(ResourceQuota quota) => $"{quota.Metadata.Namespace}/{quota.Metadata.Name}";
}
