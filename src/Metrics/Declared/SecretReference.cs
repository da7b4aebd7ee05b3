namespace Autoscale.Metrics.Declared;

/// <summary>Names a Secret.</summary>
public sealed record SecretReference
{
    /// <summary>Its name.</summary>
    public string Name { get => field ?? ""; init; }

    /// <summary>Its namespace; null for the source's own.</summary>
    public string? Namespace { get; init; }
}
