using Xunit;

namespace Autoscale.Testing;

/// <summary>A fact that needs promtool; skipped, with the reason, where it is not installed.</summary>
public sealed class PromtoolFactAttribute : FactAttribute
{
    public PromtoolFactAttribute()
    {
        if (Promtool.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
