using System.ComponentModel.DataAnnotations;

namespace Autoscale.Metrics.Control;

/// <summary>Settings of the metrics room.</summary>
public sealed class MetricsOptions : IValidatableObject
{
    /// <summary>Where the usage of pods and nodes comes from; from the kubelets by default.</summary>
    public ResourceMetricsOrigin ResourceMetrics { get; init; } = ResourceMetricsOrigin.Kubelet;

    /// <summary>How kubelets are reached.</summary>
    public KubeletOptions Kubelets { get; init; } = new();

    /// <summary>How often every node is scraped, or metrics.k8s.io is read; 0.1 s to 10 min, 15 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ScrapePeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the scrape of one node may take; null for the scrape period, but 10 s at most.</summary>
    public TimeSpan? ScrapeDeadline { get; init; }

    /// <summary>
    /// How many nodes are scraped at the same time at most, and again as many of those that failed last time; 1 to 1000, 128 by
    /// default, with which 5,000 nodes may take 0.38 s each.
    /// </summary>
    [Range(1, 1000)]
    public int ScrapeConcurrency { get; init; } = 128;

    /// <summary>
    /// How old the readings of a node that cannot be read may become before they are absent; null for two scrape periods and one
    /// deadline, which forgives a single lost scrape.
    /// </summary>
    public TimeSpan? UsageMaxAge { get; init; }

    /// <summary>Brokers whose queues are read: amqp://user:password@host:port/vhost; none by default.</summary>
    public IReadOnlyList<BrokerOptions> Brokers { get; init; } = [];

    /// <summary>
    /// How often a broker is asked for its queues; 0.1 s to 10 min. Null (the default) for a period that adapts between 1 s and 15 s to
    /// what asking costs, and to whether anybody looks.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan? QueuePeriod { get; init; }

    /// <summary>How long the broker's whole answer, all pages of it, may take; 0.1 s to 1 min, 5 s by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan QueueDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The least time between two pushes of one queue by a source that pushes; the first change goes out at once. 0 to 10 s,
    /// 10 ms by default.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan PushInterval { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The deadline of one scrape in force.</summary>
    public TimeSpan EffectiveScrapeDeadline => ScrapeDeadline ?? (ScrapePeriod < MaxDeadline ? ScrapePeriod : MaxDeadline);

    /// <summary>The age limit of readings in force.</summary>
    public TimeSpan EffectiveUsageMaxAge => UsageMaxAge ?? ((2 * ScrapePeriod) + EffectiveScrapeDeadline);

    internal SourceSettings SettingsOf(BrokerOptions broker) => new() { Name = broker.Name, Period = QueuePeriod, Deadline = QueueDeadline };

    private static TimeSpan MaxDeadline => TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ScrapeDeadline <= TimeSpan.Zero)
        {
            yield return new($"the deadline of a scrape must be positive, not {ScrapeDeadline}", [nameof(ScrapeDeadline)]);
        }

        if (UsageMaxAge < ScrapePeriod)
        {
            yield return new($"readings of {UsageMaxAge} would be gone before the next scrape after {ScrapePeriod}", [nameof(UsageMaxAge)]);
        }

        foreach (var problem in Kubelets.Problems())
        {
            yield return problem;
        }

        foreach (var problem in Brokers.Select(broker => broker.Problem).OfType<string>())
        {
            yield return new(problem, [nameof(Brokers)]);
        }
    }
}
