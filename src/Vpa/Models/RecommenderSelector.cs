namespace Autoscale.Vpa.Models;

/// <summary>Names a recommender.</summary>
public sealed record RecommenderSelector
{
    /// <summary>Its name.</summary>
    public string Name { get => field ?? ""; init; }
}
