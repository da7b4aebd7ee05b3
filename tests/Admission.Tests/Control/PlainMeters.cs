using System.Diagnostics.Metrics;

namespace Autoscale.Admission.Tests.Control;

/// <summary>Makes meters of its own, so that a listener can tell them from those of other tests.</summary>
internal sealed class PlainMeters : IMeterFactory
{
    public Meter Create(MeterOptions options) => new(options.Name, options.Version, options.Tags, this);

    public void Dispose() => GC.SuppressFinalize(this);
}
