using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Hpa.Tests;

/// <summary>What holds for every decision while metrics are absent, whatever else is so.</summary>
public sealed class AbsenceProperties
{
    private static readonly Gen<Situation> Any =
        from current in Gen.Choose(1, 100)
        from load in Gen.Choose(0, 2_000_000)
        from other in Gen.Choose(0, 2_000_000)
        from age in Gen.Choose(1, 1200)
        from number in Gen.Choose(0, 200)
        from legacy in Gen.Elements(true, false)
        select new Situation(current, load, other, age, number, legacy);

    [Fact]
    public void Hold_AnyMetricAbsent_ChangesNothing() => Check(s =>
        After(s, "hold", Absent.Reading, Some.Series(s.Other)).Desired == s.Current
        && After(s, "hold", Some.Series(s.Other), Absent.Reading).Desired == s.Current
        && After(s, "hold", Absent.Reading, Absent.Reading).Desired == s.Current);

    [Fact]
    public void AnyRuleButANumber_Absence_NeverReadsAsZero() => Check(s =>
        new[] { null, "hold", "last-known(10m)" }.All(rule =>
            After(s, rule, Absent.Reading, Some.Series(0)) is var decision
            && (decision.Desired >= s.Current || (rule == "last-known(10m)" && s.Age < 600 && decision.Desired >= Read(s, 0).Desired))));

    [Fact]
    public void LastKnown_YoungEnough_DecidesAsTheReadingDid() => Check(s =>
        s.Age >= 600 || After(s, "last-known(10m)", Absent.Reading, Some.Series(s.Other)).Desired == Read(s, s.Other).Desired);

    [Fact]
    public void LastKnown_TooOld_DecidesAsWithoutARule() => Check(s =>
        s.Age < 600 || After(s, "last-known(10m)", Absent.Reading, Some.Series(s.Other)).Desired
            == After(s, null, Absent.Reading, Some.Series(s.Other)).Desired);

    [Fact]
    public void Replicas_AnyNumber_IsTheLeastThatTheMaximumOfAllAllows() => Check(s =>
    {
        var facts = Facts(s with { IsLegacy = false }, $"replicas({s.Number})", Absent.Reading, Some.Series(s.Other));
        var alone = Facts(s with { IsLegacy = false }, null, Some.Series(s.Other), Some.Series(s.Other));
        return Some.Decide(facts).Desired == Math.Max(Math.Max(s.Number, 1), Some.Decide(alone).Desired);
    });

    [Fact]
    public void AnyRule_NothingAbsent_DecidesAsWithoutIt() => Check(s => new[] { "hold", "last-known(1h)", $"replicas({s.Number})", "nonsense" }.All(rule =>
        After(s, rule, Some.Series(s.Load), Some.Series(s.Other)).Desired == After(s, null, Some.Series(s.Load), Some.Series(s.Other)).Desired));

    private static ReplicaDecision Read(Situation s, long other) => After(s, null, Some.Series(s.Load), Some.Series(other));

    // The second of two looks, of which the first found both metrics.
    private static ReplicaDecision After(Situation s, string? rule, params MetricReading[] readings)
    {
        var first = Facts(s, rule, Some.Series(s.Load), Some.Series(s.Other));
        var second = first with { Readings = readings, Memories = Some.Decide(first).Memories };
        return Some.Decide(second, now: Some.Now.AddSeconds(s.Age));
    }

    private static ScaleFacts Facts(Situation s, string? rule, params MetricReading[] readings)
    {
        var spec = Some.Spec(Some.Queue(), Some.Queue(metric: "other"));
        return Absent.Facts(rule, s.IsLegacy ? spec with { Behavior = null } : spec, s.Current, readings);
    }

    private static void Check(Func<Situation, bool> holds) => Prop.ForAll(Any.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private sealed record Situation(int Current, long Load, long Other, int Age, int Number, bool IsLegacy);
}
