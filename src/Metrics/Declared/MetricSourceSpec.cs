using System.Text.Json;

namespace Autoscale.Metrics.Declared;

/// <summary>What a source declares: where its metrics come from, and the names under which autoscalers find them.</summary>
public sealed record MetricSourceSpec
{
    /// <summary>How often it is asked, as Go writes durations; null to adapt between 1 s and 15 s.</summary>
    public string? Period { get; init; }

    /// <summary>How long one reading may take, as Go writes durations; null for 5 s.</summary>
    public string? Deadline { get; init; }

    /// <summary>Labels that every series is given; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>The broker, where it is one.</summary>
    public RabbitMqSpec? Rabbitmq { get; init; }

    /// <summary>The Prometheus server, where it is one.</summary>
    public PrometheusSpec? Prometheus { get; init; }

    /// <summary>Set where applications report the readings themselves.</summary>
    public PushedSpec? Pushed { get; init; }

    /// <summary>Who asks; null for nobody in particular.</summary>
    public CredentialsSpec? Credentials { get; init; }

    /// <summary>How TLS connections are made; null for the system's way.</summary>
    public TlsSpec? Tls { get; init; }

    /// <summary>What is offered; null for all that a broker has.</summary>
    public IReadOnlyList<OfferedMetric>? Metrics { get; init; }

    /// <summary>Whether another one declares the very same.</summary>
    public bool IsSameAs(MetricSourceSpec other) => Json().AsSpan().SequenceEqual(other.Json());

    private byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, MetricsJson.Default.MetricSourceSpec);
}
