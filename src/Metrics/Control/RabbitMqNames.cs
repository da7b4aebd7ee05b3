using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Control;

/// <summary>The queues that a user's options name, which is all that can be asked over AMQP.</summary>
internal sealed class RabbitMqNames
{
    /// <summary>Reads them from the options.</summary>
    public RabbitMqNames(RabbitMqSourceOptions options, RabbitMqAddress address)
    {
        var asked = options.Queues.Select(queue => (Pattern: QueuePattern.Parse(queue), Host: (string?)null, Family: QueueFamily.Queue))
            .Concat(options.Offers.Select(offer => (Pattern: QueuePattern.Parse(offer.Queue), Host: offer.VirtualHost, Family: FamilyOf(offer))))
            .ToList();
        Queues = [.. asked.Where(one => one.Pattern.Exact is not null && one.Family != QueueFamily.VirtualHost)
            .Select(one => new NamedQueue(one.Host ?? address.VirtualHost ?? "/", QueueSubject.QueueOf(one.Family, one.Pattern.Exact ?? ""))).Distinct()];
        var unnamed = asked.Where(one => one.Pattern.Exact is null || one.Family == QueueFamily.VirtualHost).Select(one => one.Pattern.Text).Distinct().ToList();
        Problem = unnamed.Count == 0 ? null : $"it is asked over AMQP, which lists no queues: nothing is known of {string.Join(", ", unnamed)}";
    }

    /// <summary>The queues.</summary>
    public IReadOnlyList<NamedQueue> Queues { get; }

    /// <summary>Which patterns name none, or null.</summary>
    public string? Problem { get; }

    private static QueueFamily FamilyOf(QueueOffer offer) =>
        QueueSeries.TryFind(offer.Series, out var info) ? info.Family : QueueFamily.Queue;
}
