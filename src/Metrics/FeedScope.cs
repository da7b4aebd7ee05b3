namespace Autoscale.Metrics;

/// <summary>Who may read what a feed writes: the namespace of this name, or every namespace when it is "".</summary>
public sealed record FeedScope(string Namespace)
{
    /// <summary>Every namespace.</summary>
    public static FeedScope Cluster { get; } = new("");

    /// <summary>Whether a namespace may read what the feed writes.</summary>
    public bool Covers(string @namespace) => Namespace.Length == 0 || Namespace == @namespace;
}
