using System.Diagnostics.Metrics;

namespace Autoscale.Vpa.Control;

/// <summary>The instrument of new pods, which bears upstream's name and label.</summary>
public sealed class VpaAdmissionTelemetry
{
    private readonly Counter<long> _pods;

    /// <summary>Creates the instrument.</summary>
    public VpaAdmissionTelemetry(IMeterFactory meters) => _pods = meters.Create("Autoscale.Vpa")
        .CreateCounter<long>("vpa_admission_controller_admission_pods_total", null, "New pods that were looked at, by whether an autoscaler had anything for them.");

    internal void Admitted(bool isApplied) => _pods.Add(1, new KeyValuePair<string, object?>("applied", isApplied ? "true" : "false"));
}
