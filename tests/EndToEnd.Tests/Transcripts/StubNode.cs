using System.Text.Json.Nodes;
using System.Threading.Channels;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Metrics;

namespace Autoscale.EndToEnd.Tests.Transcripts;

/// <summary>Declares every new pod running for an hour, and gives all pods of the namespace demo the same usage, as the stub of the recordings did.</summary>
internal sealed class StubNode : IAsyncDisposable
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(0.5);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly Channel<string> _pods = Channel.CreateUnbounded<string>();
    private readonly ApiServer _api;
    private readonly MetricTable _table;
    private readonly ResourceKind _kind;
    private readonly IDisposable _subscription;
    private readonly Task _marking;
    private string _cpu;

    public StubNode(ApiServer api, MetricTable table, string cpu)
    {
        (_api, _table, _cpu) = (api, table, cpu);
        _kind = api.Kinds.Find("", "v1", "pods") ?? throw new InvalidOperationException("no pods");
        table.ServeUsage();
        _subscription = api.Verbs.Subscribe(_kind, change => _pods.Writer.TryWrite(change.Type == "ADDED" ? change.Object.TextAt("metadata.name") : ""));
        _marking = MarkAsync();
    }

    /// <summary>Changes the CPU that each pod uses.</summary>
    public void Use(string cpu)
    {
        _cpu = cpu;
        _pods.Writer.TryWrite("");
    }

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        _pods.Writer.Complete();
        await _marking;
    }

    private async Task MarkAsync()
    {
        await foreach (var name in _pods.Reader.ReadAllAsync())
        {
            if (name.Length > 0)
            {
                // Recorded pods took a moment to start, in which their deployment was short of them.
                await Task.Delay(Start, TimeProvider.System);
                var status = new WriteOptions { Subresource = "status" };
                await _api.Verbs.UpdateAsync(_kind, "demo", name, Running, status, CancellationToken.None);
            }

            var pods = _api.Verbs.List(_kind, "demo", LabelSelector.Everything);
            _table.ReplaceNode(new NodePicture("stub", null, [.. pods.Select(pod => Usage(pod.TextAt("metadata.name")))]));
        }
    }

    private PodUsage Usage(string pod) =>
        new("demo", pod, TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(15), [new ContainerUsage("demo-app", Quantity.Parse(_cpu), Quantity.Parse("20Mi"))]);

    private static JsonObject Running(JsonObject pod)
    {
        var start = Now.AddHours(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var container = pod.PartsAt("spec.containers").First();
        pod["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["startTime"] = start,
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True", ["lastTransitionTime"] = start }),
            ["containerStatuses"] = new JsonArray(new JsonObject
            {
                ["name"] = container.TextAt("name"),
                ["image"] = container.TextAt("image"),
                ["ready"] = true,
                ["started"] = true,
                ["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = start } },
            }),
        };
        return pod;
    }
}
