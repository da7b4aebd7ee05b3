using Xunit;

namespace Autoscale.Testing;

/// <summary>A theory that needs kubectl; skipped, with the reason, where there is none on the path.</summary>
public sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute()
    {
        if (Kubectl.WhyUnavailable is { } reason)
        {
            Skip = reason;
        }
    }
}
