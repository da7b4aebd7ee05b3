using System.Collections.Immutable;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics;

/// <summary>Custom metrics of pods and other objects, of all sources.</summary>
internal sealed class CustomTable
{
    private readonly FeedBook<(string Group, string Kind, string Metric), CustomFeed> _book = new(PlacesOf, feed => feed.Discoverer);

    /// <summary>All feeds, in the order of their registration.</summary>
    public ImmutableArray<CustomFeed> Feeds => _book.Feeds;

    public void Add(CustomFeed feed) => _book.Add(feed);

    public void Remove(CustomFeed feed) => _book.Remove(feed);

    public void Swap(IReadOnlyCollection<CustomFeed> gone, IReadOnlyCollection<CustomFeed> come) => _book.Swap(gone, come);

    /// <summary>
    /// The sum of the series that the selector picks, absent when one of them is; a source that failed before it knew the object
    /// answers only where no other has a series.
    /// </summary>
    public Reading? Find(ObjectKey of, string metric, LabelSelector selector, DateTimeOffset now)
    {
        Reading? sum = null;
        Reading? silence = null;
        foreach (var feed in _book.Find(ScopeOf(of), (of.Group, of.Kind, metric)))
        {
            foreach (var slot in feed.Index.Find(of, metric))
            {
                var series = slot.Series;
                if (series.IsPickedBy(selector))
                {
                    sum = sum is null ? series.Reading.At(now) : sum.Plus(series.Reading.At(now));
                }
            }

            silence = Weightier(silence, sum is null ? feed.SilenceAt(now) : null);
        }

        return sum ?? silence;
    }

    /// <summary>The kind of the object, as a source describes it that serves the metric; null when none does.</summary>
    public DescribedKind? KindOf(ObjectKey of, string metric) => _book.Find(ScopeOf(of), (of.Group, of.Kind, metric))
        .SelectMany(feed => feed.Metrics)
        .FirstOrDefault(served => served.Name == metric && served.Kind.Group == of.Group && served.Kind.Kind == of.Kind)?.Kind;

    // The first reason counts; but while one source was not asked yet, nothing is final.
    private static Reading? Weightier(Reading? silence, Reading? other) =>
        silence is null ? other : other is { IsPending: true } ? silence with { IsPending = true } : silence;

    // A namespace's own source may describe the namespace itself, which lies in none.
    private static string ScopeOf(ObjectKey of) => of is { Group: "", Kind: "Namespace" } ? of.Name : of.Namespace;

    private static IEnumerable<(string Namespace, (string Group, string Kind, string Metric) Name)> PlacesOf(CustomFeed feed) =>
        feed.Metrics.Select(metric => (feed.Scope.Namespace, (metric.Kind.Group, metric.Kind.Kind, metric.Name)));
}
