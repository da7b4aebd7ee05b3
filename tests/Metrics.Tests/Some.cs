using System.Diagnostics.Metrics;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autoscale.Metrics.Tests;

/// <summary>Values that tests need and do not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static PodUsage Pod(string name, string cpu = "100m", string @namespace = "ns") =>
        new(@namespace, name, Time, TimeSpan.FromSeconds(15), [new("app", Quantity.Parse(cpu), Quantity.Parse("20Mi"))]);

    public static Node KubeNode(string name) => new() { Metadata = new() { Name = name } };

    public static Node KubeNode(string name, string address, int port) => KubeNode(name) with
    {
        Status = new() { Addresses = [new() { Type = "InternalIP", Address = address }], DaemonEndpoints = new() { KubeletEndpoint = new() { Port = port } } },
    };

    public static NodePicture Node(string name, params PodUsage[] pods) =>
        new(name, new NodeUsage(name, Time, TimeSpan.FromSeconds(15), Quantity.Parse("1"), Quantity.Parse("1Gi")), pods);

    public static ExternalSeries Series(string metric, long value, params (string Name, string Value)[] labels) =>
        new("", metric, SeriesLabels.Of(labels), Reading.Of(Quantity.FromLong(value), Time, "test"));

    public static SourceTools Tools(TimeProvider? time = null) => new(time ?? TimeProvider.System, new Interest(), Telemetry(), NullLoggerFactory.Instance);

    public static MetricsApiTools ApiTools(KubeClient client, MetricTable table, ObjectCache<Pod>? pods = null, ObjectCache<Node>? nodes = null) =>
        new(client, table, new(), new(TimeProvider.System, new(Meters()), NullLogger<ControlLoop>.Instance), NullLoggerFactory.Instance)
        {
            Pods = pods ?? new(""),
            Nodes = nodes ?? new(""),
            Telemetry = Telemetry(),
        };

    public static VirtualTimeProvider Clock() => new(Time);

    public static string? Value(MetricTable table, string metric, string queue)
    {
        var answer = table.FindExternal("any", metric, LabelSelector.Parse($"queue={queue}"), Time);
        return answer.Absence ?? (answer.Series.Count == 1 ? answer.Series[0].Reading.Value.ToString() : null);
    }

    public static string? Ready(MetricTable table, string queue) => Value(table, QueueSeries.Ready, queue);

    public static RabbitMqSource RabbitMq(
        string address, string management, MetricTable table, TimeSpan? deadline = null, SourceTools? tools = null)
    {
        var name = RabbitMqAddress.Parse(address, management).ToString();
        var settings = new SourceSettings { Name = name, Deadline = deadline, Period = TimeSpan.FromMilliseconds(100) };
        return new(new() { Address = address, Management = management }, settings, table, tools ?? Tools());
    }

    private static MetricsTelemetry Telemetry() => new(Meters());

    private static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
