using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Microsoft.Extensions.Logging;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Writes the events of the cluster's components into its own store, correlated as client-go correlates them.</summary>
internal sealed class EventJournal(ClusterObjects objects, ControlLoopServices services, ILogger<EventRecorder> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<EventSource, Lazy<Voice>> _voices = new();

    /// <summary>Records what a component did to an object; the kubelet's events bear the pod's node.</summary>
    public void Announce(string component, JsonObject involved, EventNote what)
    {
        var host = component == "kubelet" ? involved.Text("spec", "nodeName") : null;
        var source = new EventSource { Component = component, Host = host };
        _voices.GetOrAdd(source, key => new Lazy<Voice>(() => Begin(key))).Value.Recorder.Record(Reference(involved), what);
    }

    /// <summary>Stops writing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_voices.Values.Select(voice => voice.Value.Running));
        _stop.Dispose();
    }

    private Voice Begin(EventSource source)
    {
        var recorder = new EventRecorder(source, new EventSink(CreateAsync, CountAsync), services.Time, services.Telemetry, logger);
        return new Voice(recorder, recorder.RunAsync(_stop.Token));
    }

    private async Task CreateAsync(KubeEvent what, CancellationToken cancellationToken)
    {
        var value = JsonSerializer.SerializeToNode(what, KubeJson.Default.KubeEvent)!.AsObject();
        value["apiVersion"] = "v1";
        value["kind"] = "Event";
        try
        {
            await objects.CreateAsync(objects.Events, value, cancellationToken);
        }
        catch (ApiError error) when (error.Reason == "NotFound" || error.Causes.Any(cause => cause.Reason == "NamespaceTerminating"))
        {
            // The namespace goes, and its events with it: nobody could read this one.
            return;
        }
    }

    private async Task<bool> CountAsync(KubeEvent what, CancellationToken cancellationToken)
    {
        if (objects.Api.Find(objects.Events, what.Metadata.Namespace, what.Metadata.Name) is not { } stored)
        {
            return false;
        }

        await objects.ChangeAsync(
            objects.Events,
            stored,
            value =>
            {
                value["count"] = what.Count;
                value["lastTimestamp"] = what.LastTimestamp?.ToWire();
                value["message"] = what.Message;
            },
            cancellationToken);
        return true;
    }

    private static ObjectReference Reference(JsonObject involved) => new()
    {
        ApiVersion = involved.Text("apiVersion"),
        Kind = involved.Text("kind"),
        Namespace = involved.Namespace(),
        Name = involved.Name(),
        Uid = involved.Uid(),
        ResourceVersion = involved.Text("metadata", "resourceVersion"),
    };

    private sealed record Voice(EventRecorder Recorder, Task Running);
}
