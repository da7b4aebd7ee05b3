using Xunit;

namespace Autoscale.Testing;

/// <summary>A fact that needs kubectl; skipped, with the reason, where there is none on the path.</summary>
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute()
    {
        if (Kubectl.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
