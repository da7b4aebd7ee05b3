namespace Autoscale.Metrics.Declared;

/// <summary>A metric that a source wants to answer for.</summary>
/// <param name="Resource">What it describes, e.g. pods or deployments.apps; "" for an external metric.</param>
/// <param name="Name">Its name.</param>
public readonly record struct MetricClaim(string Resource, string Name)
{
    /// <summary>The metric as the APIs list it: orders_backlog, or pods/http_requests_per_second.</summary>
    public override string ToString() => Resource.Length == 0 ? Name : $"{Resource}/{Name}";
}
