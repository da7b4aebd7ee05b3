using Autoscale.Vpa.Usage;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Vpa.Tests.Usage;

public sealed class HistogramProperties
{
    private const double Tolerance = 1e-9;
    private const int MinutesOfWeek = 7 * 24 * 60;

    private static readonly HistogramRule Rule = new(HistogramBuckets.Cpu, TimeSpan.FromDays(1));
    private static readonly DateTime Start = new(2026, 1, 5, 7, 0, 0, DateTimeKind.Utc);

    private static readonly Arbitrary<Sample[]> Histories = (
        from value in Gen.Choose(0, 50_000)
        from weight in Gen.Choose(1, 100)
        from minute in Gen.Choose(0, MinutesOfWeek)
        select new Sample(value / 1000.0, weight / 100.0, Start.AddMinutes(minute).Ticks)).ArrayOf().ToArbitrary();

    [Fact]
    public void Percentile_AnyHistory_IsThatOfANaiveHistogram() => Prop.ForAll(Histories, history =>
    {
        var (histogram, naive) = (Of(history), new NaiveHistogram(Rule.Buckets, TimeSpan.FromDays(1), Start.AddDays(7)));
        foreach (var sample in history)
        {
            naive.Add(sample.Value, sample.Weight, new DateTime(sample.Ticks, DateTimeKind.Utc));
        }

        return Enumerable.Range(0, 21).All(step => naive.Allows(step / 20.0, histogram.Percentile(Rule, step / 20.0)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Percentiles_AnyHistory_AreThoseOfSingleWalks() => Prop.ForAll(Histories, history =>
    {
        var (histogram, values) = (Of(history), new double[3]);
        histogram.Percentiles(Rule, [0.5, 0.9, 0.95], values);
        return values.SequenceEqual([histogram.Percentile(Rule, 0.5), histogram.Percentile(Rule, 0.9), histogram.Percentile(Rule, 0.95)]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_InEitherOrder_GivesTheSame() => Prop.ForAll(Histories, Histories, (left, right) =>
    {
        var (one, other) = (Of(left), Of(right));
        one.Merge(Rule, Of(right));
        other.Merge(Rule, Of(left));
        return AreClose(one, other, Tolerance);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Merge_WithAnother_LeavesThatAsItWas() => Prop.ForAll(Histories, Histories, (left, right) =>
    {
        var (one, other) = (Of(left), Of(right));
        one.Merge(Rule, other);
        return AreClose(other, Of(right), 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Subtract_WhatWasAdded_LeavesTheRest() => Prop.ForAll(Histories, Histories, (stays, goes) =>
    {
        // On one that has decayed already: the first sample of all sets the reference.
        var histogram = Of([new(1, 1, Start.Ticks), .. stays, .. goes]);
        foreach (var sample in goes)
        {
            histogram.Subtract(Rule, sample.Value, sample.Weight, sample.Ticks);
        }

        return AreClose(histogram, Of([new(1, 1, Start.Ticks), .. stays]), 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Checkpoint_ReadAgain_LosesNoMoreThanItsRounding() => Prop.ForAll(Histories, history =>
    {
        var histogram = Of(history);
        var because = UsageCheckpoint.Load(UsageCheckpoint.Save(histogram, Rule), Rule, out var loaded);
        var largest = history.Length == 0 ? 0 : histogram.Weights.ToArray().Max();
        return because is null
            && Math.Abs(loaded.Total - histogram.Total) <= Tolerance * histogram.Total
            && Enumerable.Range(0, Rule.Buckets.Count).All(bucket =>
                Math.Abs(WeightOf(loaded, bucket) - WeightOf(histogram, bucket)) <= (largest * 0.5e-4) + (histogram.Total * 1e-2));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Checkpoint_SavedReadAndSavedAgain_IsTheSame() => Prop.ForAll(Histories, history =>
    {
        var saved = UsageCheckpoint.Save(Of(history), Rule);
        UsageCheckpoint.Load(saved, Rule, out var loaded);
        return CheckpointText.Of(UsageCheckpoint.Save(loaded, Rule)) == CheckpointText.Of(saved);
    }).QuickCheckThrowOnFailure();

    private static DecayingHistogram Of(IEnumerable<Sample> history)
    {
        var histogram = default(DecayingHistogram);
        foreach (var sample in history)
        {
            histogram.Add(Rule, sample.Value, sample.Weight, sample.Ticks);
        }

        return histogram;
    }

    // Weights count at the reference; both are brought to one instant.
    private static bool AreClose(in DecayingHistogram one, in DecayingHistogram other, double tolerance)
    {
        var apart = Math.Pow(2, (one.Reference - other.Reference) / TimeSpan.FromDays(1));
        for (var bucket = 0; bucket < Rule.Buckets.Count; bucket++)
        {
            var (left, right) = (WeightOf(one, bucket) * apart, WeightOf(other, bucket));
            if (Math.Abs(left - right) > (tolerance * Math.Max(left, right)) + (tolerance * other.Total))
            {
                return false;
            }
        }

        return Math.Abs((one.Total * apart) - other.Total) <= tolerance * other.Total;
    }

    private static double WeightOf(in DecayingHistogram histogram, int bucket) =>
        histogram.Buckets.IndexOf((byte)bucket) is >= 0 and var place ? histogram.Weights[place] : 0;

    private sealed record Sample(double Value, double Weight, long Ticks);
}
