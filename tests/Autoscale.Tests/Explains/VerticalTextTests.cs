using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Vpa.Targeting;

namespace Autoscale.Tests.Explains;

public sealed class VerticalTextTests
{
    [Fact]
    public void Lines_OfAnAutoscalerAtWork_TellEveryStep() => Assert.Equal(
        """
        Name:        shop/web
        Target:      Deployment web, 2 pods
        Mode:        Recreate, by default
        Webhook:     last seen 4s ago
        Condition:   RecommendationProvided True

        Container main
          8,640 samples of CPU from 2026-11-15T08:00:00Z to 2026-11-21T07:59:00Z; checkpoint web-main of 40s ago

          CPU                LOWER BOUND   TARGET   UPPER BOUND
          percentile         0.5           0.9      0.95
          usage              177m          357m     357m
          margin 15 %        203m          410m     410m
          confidence 5.999   202m                   478m
          recommended        202m          410m     478m
          in status          150m          250m     300m          differs

          MEMORY             LOWER BOUND   TARGET      UPPER BOUND
          percentile         0.5           0.9         0.95
          usage              674.8Mi       674.8Mi     674.8Mi
          margin 15 %        776.1Mi       776.1Mi     776.1Mi
          confidence 5.999   775.8Mi                   905.4Mi
          recommended        813477868     813749082   949389628
          in status          200Mi         300Mi       400Mi         differs

        Where the status differs it knows usage since the checkpoint, or the recommender runs with other settings.

        A new pod of Deployment web gets
          CONTAINER   CPU                               MEMORY         NOTES
          main        100m → 250m (limit 200m → 500m)   64Mi → 300Mi   memory: limit NOT set since originalLimit is nil or 0

        The next round of the updater
          POD     CONTAINER   CPU                               MEMORY         DECISION
          web-1   main        100m → 250m (limit 200m → 500m)   64Mi → 300Mi   evict, since a request is missing or outside the bounds
          web-2   main        100m → 250m (limit 200m → 500m)   64Mi → 300Mi   leave, since enough of its controller's pods are disturbed already
        """,
        Explained.Text(Explained.Facts));

    [Fact]
    public void Lines_OfBoundsAndFaults_NameThem()
    {
        var vpa = Explained.Vpa(
            ""","updatePolicy":{"updateMode":"Off"},"resourcePolicy":{"containerPolicies":[{"containerName":"main","minAllowed":{"cpu":"500m"},"maxAllowed":{"cpu":"300m"},"controlledResources":["cpu"]},{"containerName":"gone"}]}""");

        var text = Explained.Text(Explained.Facts with { Vpa = vpa });

        Assert.Contains("Mode:        Off\n", text, StringComparison.Ordinal);
        Assert.Contains("  minAllowed         500m          500m     500m\n  maxAllowed         300m          300m     300m\n  recommended        300m", text, StringComparison.Ordinal);
        Assert.Contains("  memory: not among controlledResources", text, StringComparison.Ordinal);
        Assert.Matches("(?s)Policy: .*minAllowed.*Policy: .*gone", text);
    }

    [Fact]
    public void Lines_WithoutCheckpoints_SayWhatToWaitFor() => Assert.Contains(
        "Nothing to reckon from: there are no checkpoints yet", Explained.Text(Explained.Facts with { Checkpoints = [] }), StringComparison.Ordinal);

    [Fact]
    public void Lines_WithoutAStatus_SayThatNothingIsRecommendedYet()
    {
        var text = Explained.Text(Explained.Facts with { Vpa = Explained.Vpa("") with { Status = new() } });

        Assert.Matches("in status +- +- +-\\n", text);
        Assert.Matches("web-1 .* leave, since nothing is recommended yet\\n", text);
        Assert.DoesNotContain("A new pod of", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_OfACheckpointThatCannotBeRead_SayWhy() => Assert.Contains(
        "web-main: unsupported checkpoint version v2",
        Explained.Text(Explained.Facts with { Checkpoints = [Explained.Checkpoint("main", "{}", "{}", "v2")] }),
        StringComparison.Ordinal);

    [Fact]
    public void Lines_OfATargetThatCannotBeHandled_SayWhy() => Assert.Contains(
        "Target:      it is a Node\n", Explained.Text(Explained.Facts with { Target = TargetSelection.Unsupported("it is a Node"), Pods = [] }), StringComparison.Ordinal);

    [Fact]
    public void Lines_BesideAHorizontalAutoscaler_SayWhatMayMove()
    {
        var horizontal = new HorizontalPodAutoscaler
        {
            Metadata = new() { Name = "web", Namespace = "shop" },
            Spec = new() { ScaleTargetRef = new() { ApiVersion = "apps/v1", Kind = "Deployment", Name = "web" }, MinReplicas = 1, MaxReplicas = 5 },
            Status = new() { CurrentReplicas = 3, DesiredReplicas = 3, LastScaleTime = Explained.Now.AddMinutes(-1) },
        };

        Assert.Matches("Horizontal: +cpu waits: HorizontalPodAutoscaler web scaled to 3 replicas", Explained.Text(Explained.Facts with { Autoscalers = [horizontal] }));
    }

    [Fact]
    public void Lines_WithoutAWebhook_ForetellNoEviction() => Assert.Contains(
        "leave, since evictions are held back: there is no lease kube-system/vpa-admission-controller of a webhook",
        Explained.Text(Explained.Facts with { Webhook = null }),
        StringComparison.Ordinal);

    [Fact]
    public void Lines_OfALeaseThatCannotBeRead_DoNotTakeItForAbsent()
    {
        var text = Explained.Text(Explained.Facts with { Webhook = null, KnowsWebhook = false });

        Assert.Matches("Webhook: +not known, since its lease cannot be read", text);
        Assert.Matches("web-1 .* evict, since a request is missing or outside the bounds", text);
    }

    [Fact]
    public void Lines_OfAFullQuota_NameIt()
    {
        var quota = new ResourceQuota
        {
            Metadata = new() { Name = "small", Namespace = "shop" },
            Spec = new() { Hard = new Dictionary<string, Quantity> { ["requests.cpu"] = Quantity.Parse("300m") } },
            Status = new() { Used = new Dictionary<string, Quantity> { ["requests.cpu"] = Quantity.Parse("200m") } },
        };

        Assert.Contains(
            "leave, since the change does not fit into a quota: quota small: requests.cpu 150m of 100m left",
            Explained.Text(Explained.Facts with { Quotas = [quota] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_OfAModeThatResizes_ForetellResizes() => Assert.Matches(
        "web-1 .* resize, since a request is missing or outside the bounds",
        Explained.Text(Explained.Facts with { Vpa = Explained.Vpa(""","updatePolicy":{"updateMode":"InPlace"}""") }));

    [Fact]
    public void Lines_OfTheModeOff_ForetellNothing() => Assert.Matches(
        "web-1 +main +100m \\(limit 200m\\) +64Mi +leave, since the mode does not change pods that run",
        Explained.Text(Explained.Facts with { Vpa = Explained.Vpa(""","updatePolicy":{"updateMode":"Off"}""") }));

    [Theory]
    [InlineData("first", "and decides: this one changes no pod")]
    [InlineData("zero", ", but this one decides")]
    public void Lines_BesideAnotherOfTheSameTarget_SayWhoDecides(string name, string expected)
    {
        var rival = Explained.Vpa("") with { Metadata = new() { Name = name, Namespace = "shop" } };

        Assert.Matches($"Beside: +VerticalPodAutoscaler {name} has the same target ?{expected}\n", Explained.Text(Explained.Facts with { Rivals = [rival] }));
    }
}
