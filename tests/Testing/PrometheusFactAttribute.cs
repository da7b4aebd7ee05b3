using Xunit;

namespace Autoscale.Testing;

/// <summary>A fact that needs the real prometheus; skipped, with the reason, where it is not installed.</summary>
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (PrometheusServer.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
