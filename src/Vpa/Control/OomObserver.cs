using System.Threading.Channels;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Observing;
using Microsoft.Extensions.Logging;

namespace Autoscale.Vpa.Control;

/// <summary>
/// Sees which containers run out of memory, by changes of their pods and by the events of nodes that evict; up to 5,000 sightings are
/// held until they are taken, and of more the oldest are forgotten.
/// </summary>
internal sealed class OomObserver
{
    private const int MostHeld = 5000;

    private readonly Channel<OomSighting> _seen = Channel.CreateBounded<OomSighting>(
        new BoundedChannelOptions(MostHeld) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Informer<KubeEvent> _events;

    /// <summary>Prepares to follow the events of evictions.</summary>
    public OomObserver(KubeClient client, TimeProvider time, ILogger<Informer<KubeEvent>> logger)
    {
        _events = new(
            client,
            new KubeRoute("", "v1", "events"),
            KubeJson.Default.KubeEvent,
            new() { Random = new Random(), Time = time, FieldSelector = "reason=Evicted" },
            logger);
        _events.Subscribe(EventChanged);
    }

    /// <summary>Told that something was seen; handlers must be quick and any thread may call them.</summary>
    public event Action? Seen;

    /// <summary>What follows the events of evictions. Nobody waits for its first list: kills are seen without it.</summary>
    public NamedLoop Loop => new("the informer of evictions", _events.RunAsync);

    /// <summary>Takes in a change of a pod.</summary>
    public void PodChanged(ObjectChange<Pod> change)
    {
        if (change is { Before: { } before, After: { } after })
        {
            Hold(OomSightings.Between(before, after));
        }
        else if (change.After is { } added)
        {
            Hold(OomSightings.In(added));
        }
    }

    /// <summary>Takes the sightings that are held.</summary>
    public IReadOnlyList<OomSighting> Take()
    {
        var taken = new List<OomSighting>();
        while (_seen.Reader.TryRead(out var sighting))
        {
            taken.Add(sighting);
        }

        return taken;
    }

    private void EventChanged(ObjectChange<KubeEvent> change)
    {
        if (change is { Before: null, After: { } told })
        {
            Hold(OomSightings.In(told));
        }
    }

    private void Hold(IEnumerable<OomSighting> sightings)
    {
        var isAny = false;
        foreach (var sighting in sightings)
        {
            isAny = _seen.Writer.TryWrite(sighting);
        }

        if (isAny)
        {
            Seen?.Invoke();
        }
    }
}
