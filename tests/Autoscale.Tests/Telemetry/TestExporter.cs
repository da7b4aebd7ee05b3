using System.Diagnostics.Metrics;
using Autoscale.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Tests.Telemetry;

/// <summary>An exporter with a meter factory of its own, so that tests do not see each other's instruments.</summary>
internal sealed class TestExporter : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PrometheusExporter _exporter;

    public TestExporter(int labelSets = 100)
    {
        Factory = _services.GetRequiredService<IMeterFactory>();
        Meter = Factory.Create("Autoscale.Test");
        var options = new PrometheusExporterOptions { Meters = ["Autoscale.*"], MaximumLabelSets = labelSets };
        _exporter = new PrometheusExporter(Factory, options, NullLogger<PrometheusExporter>.Instance);
    }

    public IMeterFactory Factory { get; }

    public Meter Meter { get; }

    public string Expose() => _exporter.Expose();

    public void Dispose()
    {
        _exporter.Dispose();
        _services.Dispose();
    }
}
