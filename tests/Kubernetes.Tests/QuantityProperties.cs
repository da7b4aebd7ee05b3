using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.Kubernetes.Tests;

public sealed class QuantityProperties
{
    private static readonly string[] Suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "e2", "E-5", "e12"];

    private static readonly Arbitrary<Quantity> Quantities = (
        from sign in Gen.Elements("", "-")
        from whole in Gen.Choose(0, 2_000_000)
        from fraction in Gen.Elements("", ".5", ".25", ".123456", ".999999999")
        from suffix in Gen.Elements(Suffixes)
        select Quantity.Parse(FormattableString.Invariant($"{sign}{whole}{fraction}{suffix}"))).ToArbitrary();

    private static readonly Arbitrary<(Quantity Left, Quantity Right)> Pairs =
        Quantities.Generator.SelectMany(left => Quantities.Generator.Select(right => (left, right))).ToArbitrary();

    [Fact]
    public void ToString_ParsedAgain_IsTheSameAmount() => Check(quantity => Quantity.Parse(quantity.ToString()) == quantity);

    [Fact]
    public void ToString_OfCanonicalForm_IsStable() => Check(quantity =>
        (quantity + Quantity.Zero).ToString() is var text && (Quantity.Parse(text) + Quantity.Zero).ToString() == text);

    [Fact]
    public void Subtract_WhatWasAdded_GivesTheAmountBack() => Check((left, right) => left + right - right == left);

    [Fact]
    public void AddAndCompare_AnyPair_AgreeWithExactNumbers() => Check((left, right) =>
        Exact(left + right) == Exact(left) + Exact(right) && Math.Sign(left.CompareTo(right)) == Exact(left).CompareTo(Exact(right)));

    [Fact]
    public void GetHashCode_EqualAmounts_AreEqual() => Check((left, right) =>
        (left + right - right).GetHashCode() == left.GetHashCode());

    [Fact]
    public void SaturatedMilliValue_AnyAmount_IsAwayFromZeroAndNear() => Check(quantity =>
    {
        var milli = Exact(quantity) / BigInteger.Pow(10, 15);
        var expected = milli + (milli * BigInteger.Pow(10, 15) == Exact(quantity) ? 0 : quantity.Sign);
        return quantity.SaturatedMilliValue == BigInteger.Clamp(expected, long.MinValue, long.MaxValue);
    });

    [Fact]
    public void RoundUpToMilli_AnyAmount_NeverMovesTowardsZero() => Check(quantity =>
        BigInteger.Abs(Exact(quantity.RoundUpToMilli())) is var rounded && rounded >= BigInteger.Abs(Exact(quantity))
        && rounded - BigInteger.Abs(Exact(quantity)) < BigInteger.Pow(10, 15));

    // A naive second reading: the amount in units of 10^-18, from the decimal text alone.
    private static BigInteger Exact(Quantity quantity)
    {
        var text = quantity.WithFormat(QuantityFormat.DecimalExponent).ToString();
        var parts = text.Split('e');
        var exponent = parts.Length == 1 ? 0 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        return BigInteger.Parse(parts[0], CultureInfo.InvariantCulture) * BigInteger.Pow(10, exponent + 18);
    }

    private static void Check(Func<Quantity, bool> property) => Prop.ForAll(Quantities, property).QuickCheckThrowOnFailure();

    private static void Check(Func<Quantity, Quantity, bool> property) =>
        Prop.ForAll(Pairs, pair => property(pair.Left, pair.Right)).QuickCheckThrowOnFailure();
}
