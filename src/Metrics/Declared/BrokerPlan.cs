using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>What is asked of a declared broker; what is wrong with it is told among the findings.</summary>
internal static class BrokerPlan
{
    private static readonly string[] Transports = ["Auto", "Management", "Amqp"];
    private static readonly string[] Aggregations = ["None", "Sum", "Max", "Average"];

    /// <summary>Tells what is wrong with the declaration.</summary>
    public static void Check(SourceFindings findings, RabbitMqSpec broker, MetricSourceSpec spec)
    {
        findings.Address("spec.rabbitmq.address", broker.Address, mayHaveQuery: false, "amqp", "amqps");
        findings.Address("spec.rabbitmq.management", broker.Management, mayHaveQuery: false, "http", "https");
        findings.Choice("spec.rabbitmq.transport", broker.Transport, Transports);
        var (queues, metrics, isNamed) = (broker.Queues ?? [], spec.Metrics ?? [], broker.Transport == "Amqp");
        if (isNamed && queues.Count == 0 && metrics.Count == 0)
        {
            findings.Required("spec.rabbitmq.queues", "over AMQP the queues cannot be listed, so their names must be given");
        }

        if (spec.Credentials?.TokenKey is not null)
        {
            findings.Forbidden("spec.credentials.tokenKey", "a broker is asked with a name and a password");
        }

        foreach (var (index, queue) in queues.Index())
        {
            CheckPattern(findings, $"spec.rabbitmq.queues[{index}]", queue, isNamed);
        }

        foreach (var (index, metric) in metrics.Index())
        {
            CheckMetric(findings, metric, $"spec.metrics[{index}]", isNamed);
        }
    }

    /// <summary>The options of a source without problems for the metrics that it owns.</summary>
    public static RabbitMqSourceOptions Options(
        RabbitMqSpec broker, MetricSourceSpec spec, SourceConnection connection, IReadOnlySet<MetricClaim> owned) => new()
        {
            Address = broker.Address,
            Management = broker.Management,
            Transport = Enum.Parse<RabbitMqTransport>(broker.Transport ?? Transports[0]),
            Connection = connection,
            Queues = broker.Queues ?? [],
            Offers = [.. Offered(broker, spec, owned).Where(offer => owned.Contains(new MetricClaim(null, offer.Name)))],
        };

    // All standard series need no offers, unless some of them are another's.
    private static IEnumerable<QueueOffer> Offered(RabbitMqSpec broker, MetricSourceSpec spec, IReadOnlySet<MetricClaim> owned)
    {
        if (spec.Metrics is { } metrics)
        {
            return metrics.Select(OfferOf);
        }

        var queues = broker is { Transport: "Amqp", Queues: { } named } ? named : ["*"];
        return owned.Count == QueueSeries.Names.Count
            ? []
            : QueueSeries.Names.SelectMany(series => queues.Select(queue => new QueueOffer { Name = series, Series = series, Queue = queue }));
    }

    private static QueueOffer OfferOf(OfferedMetric metric) => new()
    {
        Name = metric.Name,
        Series = metric.Series ?? "",
        Queue = metric.Queue ?? "*",
        VirtualHost = metric.VirtualHost,
        Aggregation = Enum.Parse<QueueAggregation>(metric.Aggregation ?? Aggregations[0]),
    };

    private static void CheckMetric(SourceFindings findings, OfferedMetric metric, string field, bool isNamed)
    {
        findings.Choice($"{field}.aggregation", metric.Aggregation, Aggregations);
        CheckPattern(findings, $"{field}.queue", metric.Queue ?? "*", isNamed);
        switch (metric.Series)
        {
            case null:
                findings.Required($"{field}.series", "which series of the queues it is");
                break;
            case { } series when !QueueSeries.TryFind(series, out _):
                findings.NotSupported($"{field}.series", series, QueueSeries.Names);
                break;
        }

        MetricFields.Forbid(
            findings,
            field,
            "a rabbitmq source",
            ("query", metric.Query),
            ("window", metric.Window),
            ("onEmpty", metric.OnEmpty),
            ("namespaceLabel", metric.NamespaceLabel),
            ("of", metric.Of));
    }

    private static void CheckPattern(SourceFindings findings, string field, string text, bool isNamed)
    {
        if (findings.Read(field, text, QueuePattern.Parse) is { Exact: null } && isNamed)
        {
            findings.Invalid(field, text, "over AMQP queues are read by their names, so it must be one");
        }
    }
}
