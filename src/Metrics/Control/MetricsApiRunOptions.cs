using Autoscale.Metrics.Apis;

namespace Autoscale.Metrics.Control;

/// <summary>How the metrics APIs are served and made known.</summary>
public sealed record MetricsApiRunOptions
{
    /// <summary>How they are served.</summary>
    public required MetricsApiOptions Api { get; init; }

    /// <summary>The service under which the APIServices lead here, given the port in use; null (the default) when others register them.</summary>
    public Func<int, ApiServiceOptions>? Service { get; init; }

    /// <summary>PEM of the authorities that the API server must trust for the certificate; null while there are none yet, empty when others write them.</summary>
    public Func<byte[]?> CaBundle { get; init; } = () => null;
}
