using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Control;

/// <summary>A target's pod template as last read.</summary>
/// <param name="Template">The template; one that names nothing where the API has none to give, null while that is not known.</param>
/// <param name="Problem">Why there is none; null where there is one.</param>
public sealed record TemplateReading(PodTemplate? Template, string? Problem)
{
    /// <summary>Nobody has asked yet.</summary>
    public static TemplateReading NotYet { get; } = new(null, "it was not read yet");
}
