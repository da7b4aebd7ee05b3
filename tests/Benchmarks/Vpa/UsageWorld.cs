using Autoscale.Kubernetes;
using Autoscale.Metrics;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Benchmarks.Vpa;

/// <summary>Autoscalers of one pod with ten containers each, a hundred to a namespace, and the usage of a week.</summary>
internal sealed class UsageWorld
{
    public const int ContainersOfPod = 10;
    private const int PodsOfNamespace = 100;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly int _pods;
    private readonly ContainerId[] _ids;

    public UsageWorld(int containers)
    {
        _pods = containers / ContainersOfPod;
        _ids = [.. Enumerable.Range(0, _pods).SelectMany(Ids)];
        Keys = [.. Enumerable.Range(0, _pods).Select(pod => new ObjectKey("autoscaling.k8s.io", "VerticalPodAutoscaler", Namespace(pod), $"app-{pod:D5}"))];
        Vpas = [.. Keys.Select(key => new VerticalPodAutoscaler { Metadata = new() { Namespace = key.Namespace, Name = key.Name }, Spec = new() })];
    }

    public UsageModel Model { get; } = new(new());

    public ObjectKey[] Keys { get; }

    public VerticalPodAutoscaler[] Vpas { get; }

    public int Minute { get; private set; }

    public DateTimeOffset Now => Start.AddMinutes(Minute);

    /// <summary>Tells the model of all autoscalers, then of all pods, as the loop does when it starts.</summary>
    public void Register()
    {
        for (var pod = 0; pod < _pods; pod++)
        {
            Model.SetVpa(Keys[pod], LabelSelector.Parse($"app=app-{pod:D5}"), null);
        }

        for (var pod = 0; pod < _pods; pod++)
        {
            Model.SetPod(Facts(pod));
        }
    }

    /// <summary>One reading of each container, some minutes after the last one.</summary>
    public void Round(int minutes)
    {
        Minute += minutes;
        Model.SetNow(Now);
        var time = Now;
        for (var container = 0; container < _ids.Length; container++)
        {
            var (cpu, memory) = UsageShape.All[container % UsageShape.All.Length].At(Minute, container * 7);
            Model.AddUsage(_ids[container], time, (long)(cpu * (50 + (container % 1000))), (long)(memory * (64 << 20) * (1 + (container % 16))));
        }
    }

    private static string Namespace(int pod) => $"team-{pod / PodsOfNamespace:D3}";

    private static string PodName(int pod) => $"app-{pod:D5}-7f9c6d{pod:x5}-x2k4p";

    // Every object of the API that is read has strings of its own.
    private static PodFacts Facts(int pod) => new(
        Namespace(pod),
        PodName(pod),
        new Dictionary<string, string> { [Fresh("app")] = $"app-{pod:D5}", [Fresh("pod-template-hash")] = $"7f9c6d{pod:x5}" },
        true,
        [.. Enumerable.Range(0, ContainersOfPod).Select(container => $"container-{container}")]);

    private static string Fresh(string text) => new(text.AsSpan());

    private static IEnumerable<ContainerId> Ids(int pod)
    {
        var (@namespace, name) = (Namespace(pod), PodName(pod));
        return Enumerable.Range(0, ContainersOfPod).Select(container => new ContainerId(@namespace, name, NamePool.Shared.Share($"container-{container}")));
    }
}
