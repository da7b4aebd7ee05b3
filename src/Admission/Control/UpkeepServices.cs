using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>What the upkeep of certificates and registration tells the time by, takes its jitter from, and reports to.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Random">Seeds the jitter of each loop.</param>
/// <param name="Loops">Telemetry of the loops.</param>
/// <param name="Telemetry">Telemetry of the room.</param>
/// <param name="Logging">Where the log goes.</param>
public sealed record UpkeepServices(
    TimeProvider Time, Random Random, KubernetesTelemetry Loops, AdmissionTelemetry Telemetry, ILoggerFactory Logging)
{
    /// <summary>A control loop with one worker that tries again by itself, whatever has failed.</summary>
    internal ControlLoop Loop(string name, WorkQueue queue, Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile) => new(
        name,
        queue,
        reconcile,
        new() { RequeueAfterTerminal = TimeSpan.FromSeconds(30), Classifier = Classify },
        new(Time, Loops, Logging.CreateLogger<ControlLoop>()));

    /// <summary>Settings of an informer that follows the one object of this name.</summary>
    internal InformerOptions Following(string name) => new()
    {
        Random = new(Random.Next()),
        Time = Time,
        FieldSelector = $"metadata.name={name}",
    };

    // Another replica was faster: what it made is there to be read.
    private static FailureKind Classify(Exception failure) =>
        failure is KubeError { IsAlreadyExists: true } ? FailureKind.Conflict : ControlLoopOptions.Classify(failure);
}
