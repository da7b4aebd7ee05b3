using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Usage;

/// <summary>A model with an autoscaler of pods named web, and short words for what happens to them.</summary>
internal sealed class SomeModel
{
    public const long Mebi = 1 << 20;

    public static readonly ObjectKey Vpa = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "shop", "web");
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public SomeModel(UsageOptions? options = null, VpaResourcePolicy? policy = null)
    {
        Model = new(options ?? UsageOptions.Upstream);
        Model.SetVpa(Vpa, LabelSelector.Parse("app=web"), policy);
    }

    public UsageModel Model { get; }

    public ContainerEvidence Only => Assert.Single(Model.EvidenceOf(Vpa));

    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static ContainerId Id(string pod = "web-1", string container = "app") => new("shop", pod, container);

    public SomeModel Pod(string name = "web-1", string hash = "a", bool isActive = true, string[]? containers = null)
    {
        Model.SetPod(new("shop", name, new Dictionary<string, string> { ["app"] = "web", ["pod-template-hash"] = hash }, isActive, containers ?? ["app"]));
        return this;
    }

    public UsageOutcome Cpu(double hours, long milli, string pod = "web-1") => Model.AddUsage(Id(pod), At(hours), milli, null);

    public SampleOutcome Memory(double hours, long mebi, string pod = "web-1") => Model.AddUsage(Id(pod), At(hours), null, mebi * Mebi).Memory;

    public SampleOutcome Oom(double hours, long mebi, string pod = "web-1") => Model.RecordOom(Id(pod), At(hours), mebi * Mebi);
}
