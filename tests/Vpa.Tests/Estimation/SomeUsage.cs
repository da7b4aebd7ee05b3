using Autoscale.Kubernetes;
using Autoscale.Vpa.Usage;

namespace Autoscale.Vpa.Tests.Estimation;

/// <summary>Evidence of the usage of one pod, a sample a minute.</summary>
internal sealed class SomeUsage
{
    private static readonly ObjectKey Vpa = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "shop", "web");
    private readonly UsageModel _model = new(new());
    private readonly string[] _containers;

    public SomeUsage(params string[] containers)
    {
        _containers = containers;
        _model.SetVpa(Vpa, LabelSelector.Everything, null);
        _model.SetPod(new("shop", "web-0", new Dictionary<string, string>(), IsActive: true, containers));
    }

    public IReadOnlyList<ContainerEvidence> Evidence => _model.EvidenceOf(Vpa);

    /// <summary>Uses so much for so many minutes, in every container.</summary>
    public SomeUsage Using(long? cpuMilli, long? bytes, int minutes = 1440)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            foreach (var container in _containers)
            {
                _model.AddUsage(new("shop", "web-0", container), Some.Now.AddMinutes(minute), cpuMilli, bytes);
            }
        }

        return this;
    }

    /// <summary>Takes one more sample of one container in.</summary>
    public void Add(string container, int minute, long? cpuMilli, long? bytes) =>
        _model.AddUsage(new("shop", "web-0", container), Some.Now.AddMinutes(minute), cpuMilli, bytes);
}
