using System.Globalization;
using System.Text;

namespace Autoscale.Testing.Soak;

/// <summary>What the servers tell, each time anew.</summary>
public sealed class SoakPages(TimeProvider time, SoakChurn churn)
{
    /// <summary>How many pods a node has.</summary>
    public const int Pods = 30;

    private const int Objects = 300;
    private const int Queues = 400;

    private static readonly string[] Namespaces = ["shop", "payments", "search"];
    private static readonly string[] Containers = ["app", "proxy"];

    /// <summary>A kubelet's page.</summary>
    public string Kubelet(string node, SoakFault fault)
    {
        var text = new StringBuilder(32 * 1024);
        var stamp = time.GetUtcNow().ToUnixTimeMilliseconds();
        var number = int.Parse(node.AsSpan(node.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
        for (var pod = 0; pod < Pods; pod++)
        {
            var (which, age) = churn.At((number * Pods) + pod);
            var used = Number(fault == SoakFault.Restarted ? 0 : 1 + (age * 0.1), fault);
            foreach (var container in Containers)
            {
                var labels = $$"""{container="{{container}}",namespace="{{Namespaces[pod % 3]}}",pod="web-{{number}}-{{pod}}-{{which}}"}""";
                text.Append(CultureInfo.InvariantCulture, $"container_cpu_usage_seconds_total{labels} {used} {stamp}\n");
                text.Append(CultureInfo.InvariantCulture, $"container_memory_working_set_bytes{labels} {38_000_000 + (stamp % 100_000)} {stamp}\n");
            }
        }

        var ofNode = Number(fault == SoakFault.Restarted ? 0 : stamp / 1000.0 % 1_000_000, fault);
        text.Append(CultureInfo.InvariantCulture, $"node_cpu_usage_seconds_total {ofNode} {stamp}\nnode_memory_working_set_bytes 17123456789 {stamp}\n");
        return text.ToString();
    }

    /// <summary>The answer to a query: of pods where it asks for their requests, else of jobs.</summary>
    public string Vector(string query, SoakFault fault)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var series = Enumerable.Range(0, Objects).Select(place =>
        {
            var (which, age) = churn.At(place);
            var labels = query.Contains("requests", StringComparison.Ordinal)
                ? $$"""{"namespace":"{{Namespaces[place % 3]}}","pod":"web-{{place}}-{{which}}"}"""
                : $$"""{"job":"job-{{place}}-{{which}}"}""";
            return string.Create(CultureInfo.InvariantCulture, $$"""{"metric":{{labels}},"value":[{{now:0.000}},"{{Number(age, fault)}}"]}""");
        });
        return $$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', series)}}}]}}""";
    }

    /// <summary>The names of series that are found.</summary>
    public string Found()
    {
        var names = Enumerable.Range(0, 20).Select(place => $$"""{"__name__":"found_{{place}}_{{churn.At(place).Number}}","job":"a"}""");
        return $$"""{"status":"success","data":[{{string.Join(',', names)}}]}""";
    }

    /// <summary>A page of a broker's queues.</summary>
    public string QueuePage(int page, SoakFault fault)
    {
        var queues = Enumerable.Range((page - 1) * Queues / 2, Queues / 2).Select(place =>
        {
            var (which, age) = churn.At(place);
            var total = fault == SoakFault.Restarted ? 0 : (long)(age * 100);
            var count = fault == SoakFault.NotNumbers ? "\"NaN\"" : string.Create(CultureInfo.InvariantCulture, $"{total % 977}");
            return $$$$"""
                {"name":"orders-{{{{place}}}}-{{{{which}}}}","vhost":"/","type":"classic","messages":{{{{count}}}},"messages_ready":{{{{count}}}},
                "messages_unacknowledged":0,"consumers":2,"consumer_utilisation":0.5,"message_stats":{"publish":{{{{total}}}},"deliver_get":{{{{total}}}},
                "ack":{{{{total}}}},"publish_details":{"rate":100.0},"deliver_get_details":{"rate":100.0},"ack_details":{"rate":100.0}}}
                """;
        });
        return $$"""{"page_count":2,"items":[{{string.Join(',', queues)}}]}""";
    }

    private static string Number(double value, SoakFault fault) =>
        fault == SoakFault.NotNumbers ? "NaN" : value.ToString("0.######", CultureInfo.InvariantCulture);
}
