using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;

namespace Autoscale.Quota.Tests.Charging;

public sealed class NamespaceBookTests
{
    private static readonly GroupResource Pods = new("", "pods");

    private readonly QuotaOptions _options = new() { Mode = GovernanceMode.Enforce, InFlight = TimeSpan.FromSeconds(3) };
    private readonly NamespaceBook _book;
    private Moment _now = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1));
    private int _version = 1;

    public NamespaceBookTests()
    {
        _book = new(_options);
        _book.Changed(Quota("0", "0"), _now);
        Settle();
        Wait(5);
    }

    [Fact]
    public void Plan_ChargeWithoutObject_IsHeldWhileAnotherIsReleased()
    {
        Charge("1", "100m");
        Appear(Pod("a", "100m"));
        Charge("2", "200m");

        Disappear(Pod("a", "100m"));

        Assert.Equal(("1", "100m"), Settle());
    }

    [Fact]
    public void Plan_ChargeOlderThanTheWindow_NeedsProofAndIsReclaimed()
    {
        Charge("1", "100m");
        Assert.False(Plan().NeedsProof);

        Wait(4);

        Assert.True(Plan().NeedsProof);
        Assert.Equal(("0", "0"), Settle(live: []));
    }

    [Fact]
    public void Plan_ObjectThatOnlyTheApiKnows_IsNotReclaimed()
    {
        Charge("1", "100m");
        Wait(4);

        Assert.Equal(("1", "100m"), Settle(live: [Pod("a", "100m")]));
    }

    [Fact]
    public void Plan_ShrunkBySpecAlone_IsReleasedWithTheNextWake()
    {
        Charge("1", "300m");
        Appear(Pod("a", "300m"));
        Charge("2", "400m");
        Appear(Pod("b", "100m"));
        Appear(Pod("a", "200m"));
        Wait(4);

        Assert.False(Plan().NeedsProof);
        Assert.Equal(("2", "400m"), Settle());
        Disappear(Pod("b", "100m"));
        Assert.Equal(("1", "200m"), Settle());
    }

    [Fact]
    public void Plan_GrownAgainAfterShrinking_IsChargedOnTop()
    {
        Charge("1", "300m");
        Appear(Pod("a", "300m"));
        Appear(Pod("a", "200m"));

        Charge("1", "400m");
        Appear(Pod("a", "300m"));
        Wait(4);

        Assert.Equal(("1", "400m"), Settle());
    }

    [Fact]
    public void Settle_WriteThatMayHaveBeenStored_ReleasesNothingTwice()
    {
        Charge("2", "200m");
        Appear(Pod("a", "100m"));
        Appear(Pod("b", "100m"));
        Disappear(Pod("a", "100m"));

        // The answer was lost, but it had been stored; then another is admitted, whose object is still to come.
        _book.Settle("q", Plan(), null, TimeSpan.MaxValue);
        Charge("1", "100m");
        Charge("2", "200m");

        Assert.Equal(("2", "200m"), Settle());
    }

    [Fact]
    public void Begin_DeletionThatThePredecessorMayHaveReleased_WaitsForProof()
    {
        Charge("2", "200m");
        Appear(Pod("a", "100m"));
        Appear(Pod("b", "100m"));
        _book.Begin(_now, _now.Steady + _options.InFlight);

        Disappear(Pod("a", "100m"));

        Assert.Equal(("2", "200m"), Settle());
        Wait(4);
        Assert.Equal(("1", "100m"), Settle(live: [Pod("b", "100m")]));
    }

    [Fact]
    public void Plan_UnchargedObject_IsCountedAfterTheWindow()
    {
        Appear(Pod("a", "100m"));
        Assert.Equal(("0", "0"), Settle());

        Wait(3);

        Assert.Equal(("1", "100m"), Settle());
    }

    [Fact]
    public void Plan_GrowthThatWakesNobody_IsLeftToTheNextWake()
    {
        Charge("1", "100m");
        Appear(Pod("a", "100m"));
        Appear(Pod("a", "300m"));
        Wait(3);
        Assert.Equal(("1", "100m"), Settle());

        Appear(Pod("b", "100m"));
        Disappear(Pod("b", "100m"));

        Assert.Equal(("1", "300m"), Settle());
    }

    [Fact]
    public void Plan_ClockIsSet_NeitherLetsGoNorHoldsLonger()
    {
        Charge("1", "100m");
        _now = _now with { Now = _now.Now.AddHours(1) };
        Assert.False(Plan().NeedsProof);

        _now = _now with { Now = _now.Now.AddHours(-2), Steady = _now.Steady + TimeSpan.FromSeconds(4) };
        Assert.True(Plan().NeedsProof);
    }

    [Fact]
    public void Plan_NewLimit_IsCheckedAgainForWhatWasInFlight()
    {
        var limited = Quota("0", "0");
        _book.Changed(limited with { Spec = new() { Hard = Amounts("10", "10", "10") } }, _now);
        Settle();

        Appear(Pod("late", "100m"));

        Assert.Equal(_now.Steady + _options.InFlight, Plan().Again);
        Wait(3);
        Assert.Equal("1", Plan().Correction.Status.Used!["count/pods"].ToString());
    }

    [Fact]
    public void Plan_EverythingChargedTwice_IsNoticed()
    {
        foreach (var number in Enumerable.Range(1, 3))
        {
            Charge($"{2 * number}", $"{200 * number}m");
            Appear(Pod($"p{number}", "100m"));
            Wait(number < 3 ? 0 : 4);
        }

        Assert.True(Plan().IsDouble);
    }

    [Fact]
    public void Plan_EverythingChargedOnce_IsNotTakenForDouble()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            Charge($"{number}", $"{100 * number}m");
            Appear(Pod($"p{number}", "100m"));
        }

        Wait(4);

        Assert.False(Plan().IsDouble);
    }

    private static GovernedObject Pod(string name, string cpu) => new("", "pods", new Pod
    {
        Metadata = new() { Name = name, Uid = name },
        Spec = new() { Containers = [new() { Name = "c", Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = Quantity.Parse(cpu) } } }] },
    });

    private static Dictionary<string, Quantity> Amounts(string pods, string cpu, string? count = null)
    {
        var amounts = new Dictionary<string, Quantity> { ["pods"] = Quantity.Parse(pods), ["requests.cpu"] = Quantity.Parse(cpu) };
        if (count is not null)
        {
            amounts["count/pods"] = Quantity.Parse(count);
        }

        return amounts;
    }

    private ResourceQuota Quota(string pods, string cpu) => new()
    {
        Metadata = new() { Name = "q", Namespace = "default", Uid = "1", ResourceVersion = $"{++_version}" },
        Spec = new() { Hard = Amounts("10", "10") },
        Status = new() { Hard = Amounts("10", "10"), Used = Amounts(pods, cpu) },
    };

    private void Charge(string pods, string cpu) => _book.Changed(Quota(pods, cpu), _now);

    private void Appear(GovernedObject pod) => _book.Changed(pod, isGone: false, _now);

    private void Disappear(GovernedObject pod) => _book.Changed(pod, isGone: true, _now);

    private void Wait(int seconds) => _now = new(_now.Now.AddSeconds(seconds), _now.Steady + TimeSpan.FromSeconds(seconds));

    private StatusPlan Plan(IReadOnlyList<GovernedObject>? live = null) => _book.Plan("q", [Pods], _now, live)!;

    // Writes the plan as the reconciler does; returns what is used then.
    private (string Pods, string Cpu) Settle(IReadOnlyList<GovernedObject>? live = null)
    {
        var plan = Plan(live);
        var status = plan.Lag is { } lag ? plan.Correction.Reclaimed(lag) : plan.Correction.Status;
        var stored = plan.Correction.Quota with { Status = status, Metadata = plan.Correction.Quota.Metadata with { ResourceVersion = $"{++_version}" } };
        _book.Settle("q", plan, stored, TimeSpan.MaxValue);
        return (status.Used!["pods"].ToString(), status.Used["requests.cpu"].ToString());
    }
}
