using System.Text.Json;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Capping;
using Autoscale.Vpa.Control;
using Autoscale.Vpa.Estimation;
using Autoscale.Vpa.Patching;
using Autoscale.Vpa.Tests.Capping;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Patching;

public sealed class PatchProperties
{
    private static readonly BoostOptions Boost = new() { MaxAllowedCpu = Quantity.Parse("2") };

    [Fact]
    public void AtCreation_AnyPod_IsStorable() => Check(Drawn.OfBoth, drawn =>
        ResourcesOf(drawn, Boost).Containers.SelectMany(container => container.Requests.Concat(container.Limits)).All(amount => amount.Value.Sign >= 0));

    [Fact]
    public void AtCreation_AnyPod_GetsExactlyTheResources() => Check(Drawn.OfBoth, drawn =>
    {
        var resources = ResourcesOf(drawn, Boost);

        var patched = Patched(drawn.Pod, PodPatch.AtCreation(drawn.Pod, "right", resources));

        return drawn.Pod.Spec.Containers.Index().All(container =>
            IsOver(container.Item.Resources?.Requests, resources.Containers[container.Index].Requests, patched.Spec.Containers[container.Index].Resources?.Requests)
            && IsOver(container.Item.Resources?.Limits, resources.Containers[container.Index].Limits, patched.Spec.Containers[container.Index].Resources?.Limits));
    });

    [Fact]
    public void AtCreation_AnyPod_KeepsRequestsBelowLimits() => Check(Drawn.OfContainers, drawn =>
    {
        // A default limit below a request would refuse the pod before we see it.
        var free = new Drawn(drawn.Pod, drawn.Vpa with { Spec = new() }, [.. drawn.Ranges.Select(WithoutDefaults)]);

        var patched = Patched(drawn.Pod, PodPatch.AtCreation(drawn.Pod, "right", ResourcesOf(free, Boost)));

        return patched.Spec.Containers.All(container => Resources.Both.All(resource =>
            container.Resources?.Limits.Of(resource) is not { IsZero: false } limit || container.Resources.Requests.Of(resource) <= limit));
    });

    [Fact]
    public void QuotaFit_AnyQuota_IsKeptOrThePodHasWhatItAsked() => Check(Gen.Zip(Drawn.OfContainers, Gen.Choose(0, 4000)), drawn =>
    {
        var (pod, room) = (drawn.Item1.Pod, Quantity.FromMilli(drawn.Item2));
        var wanted = ResourcesOf(drawn.Item1, Boost);

        var fitting = QuotaFit.Apply(pod, wanted, ResourcesOf(drawn.Item1, BoostOptions.None), (requests, _) => requests["cpu"] > room ? "quota" : null);

        var patched = Patched(pod, PodPatch.AtCreation(pod, "right", fitting));
        return Cpu(patched) <= room || Cpu(patched) <= Cpu(pod);
    });

    [Fact]
    public void ToJson_AddedAndRemoved_IsAJsonPatch()
    {
        var json = PodPatch.ToJson([PatchOperation.AddObject("/a"), PodPatch.Annotate("vpaCpuStartupBoost/c", "x"), PodPatch.RemoveAnnotation("b")]);

        Assert.Equal(
            """[{"op":"add","path":"/a","value":{}},{"op":"add","path":"/metadata/annotations/vpaCpuStartupBoost~1c","value":"x"},{"op":"remove","path":"/metadata/annotations/b"}]""",
            System.Text.Encoding.UTF8.GetString(json.Span));
    }

    [Fact]
    public void OriginalResources_Annotation_IsReadBackAndASpoiltOneIsNone()
    {
        var container = new Container { Name = "c", Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse("100m"), ["gpu"] = Quantity.Parse("1") } } };
        var written = OriginalResources.Of(container).ToAnnotation();

        Assert.Equal("""{"requests":{"cpu":"100m"},"limits":{}}""", written);
        Assert.Equal(Quantity.Parse("100m"), OriginalResources.Of(Annotated(written), "c")!.Requests["cpu"]);
        Assert.Null(OriginalResources.Of(Annotated("{'requests':"), "c"));
        Assert.Null(OriginalResources.Of(new(), "c"));
    }

    [Theory]
    [InlineData("a, b", "a b")]
    [InlineData("", "")]
    [InlineData("a,b", null)]
    [InlineData("A", null)]
    public void ObservedContainers_Annotation_IsParsedAsUpstream(string value, string? expected) =>
        Assert.Equal(expected, ObservedContainers.Parse(value) is { } names ? string.Join(' ', names) : null);

    private static LimitRange WithoutDefaults(LimitRange range) =>
        new() { Spec = new() { Limits = [.. range.Spec.Limits.Select(item => item with { Default = null })] } };

    private static Pod Annotated(string value) => new() { Metadata = new() { Annotations = new Dictionary<string, string> { ["vpaCpuStartupBoost/c"] = value } } };

    private static PodResources ResourcesOf(Drawn drawn, BoostOptions boost)
    {
        var bounds = LimitRangeBounds.Of(drawn.Ranges);
        var capped = PodCapping.Cap(drawn.Recommendation, drawn.Policy, drawn.Pod, bounds);
        return PodResources.AtCreation(drawn.Vpa, drawn.Pod, capped, bounds, boost).Storable();
    }

    private static Pod Patched(Pod pod, IReadOnlyList<PatchOperation> patch)
    {
        var target = JsonSerializer.SerializeToNode(pod, KubeJson.Default.Pod)!.AsObject();
        DraftedPod.Apply(patch, target);
        return target.Deserialize(KubeJson.Default.Pod)!;
    }

    private static bool IsOver(IReadOnlyDictionary<string, Quantity>? own, IReadOnlyDictionary<string, Quantity> set, IReadOnlyDictionary<string, Quantity>? got)
    {
        var expected = new Dictionary<string, Quantity>(own ?? new Dictionary<string, Quantity>());
        foreach (var (resource, amount) in set)
        {
            expected[resource] = amount;
        }

        return ResourceVector.From(expected).Equals(ResourceVector.From(got));
    }

    private static Quantity Cpu(Pod pod) => pod.Spec.Containers.Aggregate(Quantity.Zero, (sum, container) => sum
        + (container.Resources?.Requests?.ContainsKey("cpu") == true ? container.Resources.Requests.Of("cpu") : container.Resources?.Limits.Of("cpu") ?? default));

    private static void Check<T>(Gen<T> inputs, Func<T, bool> holds) => Prop.ForAll(inputs.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
