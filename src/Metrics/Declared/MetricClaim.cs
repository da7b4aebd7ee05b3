namespace Autoscale.Metrics.Declared;

/// <summary>A metric that a source wants to answer for.</summary>
/// <param name="Of">The kind of objects that it describes; null for an external metric.</param>
/// <param name="Name">Its name.</param>
public readonly record struct MetricClaim(DescribedKind? Of, string Name)
{
    /// <summary>The metric as the APIs list it: orders_backlog, or pods/http_requests_per_second.</summary>
    public override string ToString() => Of is null ? Name
        : Of.Group.Length == 0 ? $"{Of.Resource}/{Name}"
        : $"{Of.Resource}.{Of.Group}/{Name}";
}
