using Autoscale.Hpa.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics;

namespace Autoscale.Hpa.Tests.Control;

public sealed class FactsReaderTests
{
    private static readonly ObjectKey Key = new("autoscaling", "HorizontalPodAutoscaler", "ns", "web");

    [Fact]
    public void Read_RequestsAreFixed_AsksForUtilizationsOfTheTargetOnly()
    {
        var known = new KnownRequests(new("apps", "Deployment", "ns", "web"));

        var facts = Read(known, Some.Memory("1Gi"), Some.Cpu());

        Assert.Equal([null, known.Basis], facts.Bases);
        Assert.Equal(["cpu"], known.Asked);
    }

    [Fact]
    public void Read_NobodyFixesRequests_AllocatesNothingForThem()
    {
        Assert.Same(Array.Empty<RequestBasis?>(), Read(new NoFixedRequests(), Some.Cpu()).Bases);
    }

    private static ScaleFacts Read(IFixedRequests requests, params MetricSpec[] metrics)
    {
        var reader = new FactsReader(new SelectorIndex<PodTraits>(PodTraits.Of), new MetricTable(), requests);
        var scale = new Scale { Spec = new() { Replicas = 1 }, Status = new() { Replicas = 1, Selector = "app=web" } };
        return reader.Read(Key, new() { Metadata = new() { Namespace = "ns", Name = "web" }, Spec = Some.Spec(metrics) }, scale, Some.Now);
    }

    private sealed class KnownRequests(ObjectKey target) : IFixedRequests
    {
        public RequestBasis Basis { get; } = new() { Owner = "VerticalPodAutoscaler web", Target = "Deployment web" };

        public List<string> Asked { get; } = [];

        public RequestBasis? Find(ObjectKey wanted, string resource, string container)
        {
            Asked.Add(resource);
            return wanted == target ? Basis : null;
        }

        public Task WaitUntilKnownAsync(IReadOnlyCollection<ObjectKey> targets, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
