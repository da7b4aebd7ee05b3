using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>What is wrong with a declared broker and the metrics of its queues.</summary>
internal static class BrokerCheck
{
    private static readonly string[] Transports = ["Auto", "Management", "Amqp"];
    private static readonly string[] Aggregations = ["None", "Sum", "Max", "Average"];

    public static void Check(SourceFindings findings, RabbitMqSpec broker, MetricSourceSpec spec)
    {
        findings.Address("spec.rabbitmq.address", broker.Address, "amqp", "amqps");
        findings.Address("spec.rabbitmq.management", broker.Management, "http", "https");
        findings.Choice("spec.rabbitmq.transport", broker.Transport, Transports);
        if (broker is { Transport: "Amqp", Queues: null or { Count: 0 } })
        {
            findings.Required("spec.rabbitmq.queues", "over AMQP the queues cannot be listed, so their names must be given");
        }

        if (spec.Credentials?.TokenKey is not null)
        {
            findings.Forbidden("spec.credentials.tokenKey", "a broker is asked with a name and a password");
        }

        foreach (var (index, metric) in (spec.Metrics ?? []).Index())
        {
            CheckMetric(findings, metric, $"spec.metrics[{index}]");
        }
    }

    private static void CheckMetric(SourceFindings findings, OfferedMetric metric, string field)
    {
        findings.Choice($"{field}.aggregation", metric.Aggregation, Aggregations);
        switch (metric.Series)
        {
            case null:
                findings.Required($"{field}.series", "which series of the queues it is");
                break;
            case { } series when !QueueSeries.Metrics.Contains(series):
                findings.NotSupported($"{field}.series", series, QueueSeries.Metrics);
                break;
        }

        MetricFields.Forbid(findings, field, "a rabbitmq source", ("query", metric.Query), ("window", metric.Window), ("onEmpty", metric.OnEmpty), ("of", metric.Of));
    }
}
