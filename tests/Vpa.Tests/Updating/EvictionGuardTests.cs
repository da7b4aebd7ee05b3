using Autoscale.Kubernetes;
using Autoscale.Vpa.Models;
using Autoscale.Vpa.Updating;

namespace Autoscale.Vpa.Tests.Updating;

public sealed class EvictionGuardTests
{
    private static readonly ObjectKey Web = new("autoscaling.k8s.io", "VerticalPodAutoscaler", "shop", "web");
    private readonly VerticalPodAutoscaler _vpa = SomeRound.Vpa("Recreate", 1);
    private readonly EvictionGuard _guard = new(TimeSpan.FromMinutes(1));
    private DateTimeOffset _now = SomeRound.Now;
    private int _made;

    [Fact]
    public void HoldOf_PodsComeBackUnchanged_WaitsLongerAndThenForGood()
    {
        var waits = new List<TimeSpan>();
        for (var time = 0; time < 3; time++)
        {
            waits.Add(WaitForHold());
            Evict("100m");
            _now += TimeSpan.FromSeconds(10);
            Come("100m");
        }

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2)], waits);
        Assert.Equal("EvictionsWithoutEffect", _guard.HoldOf(Web, _now.AddDays(30))?.Reason);
    }

    [Fact]
    public void HoldOf_OnePodComesBackChanged_Ends()
    {
        Evict("100m");
        Come("100m");
        var held = _guard.HoldOf(Web, _now);

        Evict("100m");
        Come("500m");

        Assert.Equal("EvictionsWithoutEffect", held?.Reason);
        Assert.Null(_guard.HoldOf(Web, _now));
    }

    [Fact]
    public void HoldOf_StoppedAndNoPodEvicted_EndsWithAPodThatCameOtherwise()
    {
        for (var time = 0; time < 3; time++)
        {
            Evict("100m");
            Come("100m");
        }

        _now += TimeSpan.FromHours(3);
        Come("500m");

        Assert.Null(_guard.HoldOf(Web, _now));
    }

    [Fact]
    public void HoldOf_RefusedForHours_TriesOnceAnHour()
    {
        var tries = 0;
        for (var until = _now.AddHours(24); _now < until; _now += TimeSpan.FromMinutes(1))
        {
            if (_guard.HoldOf(Web, _now) is null)
            {
                tries++;
                _guard.Record(Web, [new(SomeRound.Pod("a"), "429: no")], _now);
            }
        }

        Assert.InRange(tries, 20, 32);
        Assert.Equal("EvictionsRefused", _guard.HoldOf(Web, _now)?.Reason);
        Assert.Contains("429: no", _guard.HoldOf(Web, _now)?.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], _guard.RefusedPods(Web));
    }

    [Fact]
    public void HoldOf_OneOfSeveralWasEvicted_IsNone()
    {
        _guard.Record(Web, [new(SomeRound.Pod("a"), "429: no")], _now);

        _guard.Record(Web, [new(SomeRound.Pod("a"), "429: no"), new(SomeRound.Pod("b"), null)], _now);

        Assert.Null(_guard.HoldOf(Web, _now));
    }

    [Fact]
    public void Keep_AutoscalerGone_ForgetsIt()
    {
        _guard.Record(Web, [new(SomeRound.Pod("a"), "429: no")], _now);

        _guard.Keep(new HashSet<ObjectKey>());

        Assert.Null(_guard.HoldOf(Web, _now));
    }

    private TimeSpan WaitForHold()
    {
        var start = _now;
        while (_guard.HoldOf(Web, _now) is not null)
        {
            _now += TimeSpan.FromSeconds(1);
        }

        return _now - start;
    }

    private void Evict(string cpu) => _guard.Record(Web, [new(SomeRound.Pod("old", cpu: cpu), null)], _now);

    private void Come(string cpu)
    {
        var pod = SomeRound.Pod($"new-{_made++}", cpu: cpu);
        pod = pod with { Metadata = pod.Metadata with { CreationTimestamp = _now } };
        _guard.Observe(Web, [SomeRound.Candidate(_vpa, pod)], _now);
    }
}
