using System.Globalization;
using System.Numerics;
using Autoscale.Kubernetes;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Amounts at the ends of what can be said, against exact numbers.</summary>
public sealed class QuantityFuzzTests
{
    private const int FinestExponent = -9;
    private const int WidestExponent = 1000;

    private static readonly BigInteger Unit = BigInteger.Pow(10, -FinestExponent);
    private static readonly BigInteger MostInMilli = long.MaxValue / 1000;

    [Fact]
    public void Arithmetic_ExtremeAmounts_AgreesWithExactNumbers() => Each(20_000, (left, right) =>
    {
        var (l, r) = (Exact(left), Exact(right));
        Assert.Equal(l + r, Exact(left + right));
        Assert.Equal(l - r, Exact(left - right));
        Assert.Equal(l * 7, Exact(left * 7));
        Assert.Equal(l.CompareTo(r), Math.Sign(left.CompareTo(right)));
        Assert.Equal(Units(l, 1), left.SaturatedValue);
        Assert.Equal(Units(l, 1000), left.SaturatedMilliValue);
        Assert.Equal(l > r && r.Sign > 0 ? l - r : r.Sign <= 0 ? l : 0, Exact(QuotaUse.Less(left, right)));
    });

    [Fact]
    public void Bounds_ExtremeAmounts_AreComparedInThousandthsOrWholeUnits() => Each(20_000, (amount, bound) =>
    {
        var isSmall = Units(Exact(amount), 1) <= MostInMilli && Units(Exact(bound), 1) <= MostInMilli;
        var (compared, limit) = (Units(Exact(amount), isSmall ? 1000 : 1), Units(Exact(bound), isSmall ? 1000 : 1));
        var one = new BoundedAmount("Pod", "cpu", amount, amount);

        Assert.Equal(compared < limit, one.AtLeast(bound) is not null);
        Assert.Equal(compared > limit, one.AtMost(bound) is not null);
        Assert.Equal(compared > limit, one.RequestAtMost(bound) is not null);
        Assert.InRange(one.RatioAtMost(bound)?.Length ?? 0, 0, 1000);
    });

    [Fact]
    public void Arithmetic_AnyExponent_TakesNoTimeAndKeepsOrder()
    {
        var values = new HostileValues(new Random(3));
        for (var i = 0; i < 20_000; i++)
        {
            var (left, right) = (Quantity.Parse(values.Amount()), Quantity.Parse(values.Amount()));

            Assert.Equal(left.CompareTo(right), -right.CompareTo(left));
            Assert.Equal(Quantity.Max(left, right) == left, left >= right);
            Assert.True(right.Sign < 0 || left + right >= left, $"{left} + {right}");
            Assert.InRange((left + right).ToString().Length, 1, 10_000);
            Assert.Equal(left.GetHashCode(), (left + Quantity.Zero).GetHashCode());
        }
    }

    private static void Each(int cases, Action<Quantity, Quantity> check)
    {
        var values = new HostileValues(new Random(1));
        while (cases > 0)
        {
            var (left, right) = (Quantity.Parse(values.Amount()), Quantity.Parse(values.Amount()));
            if (IsExact(left) && IsExact(right))
            {
                check(left, right);
                cases--;
            }
        }
    }

    private static bool IsExact(Quantity quantity) => ExponentOf(quantity) < WidestExponent;

    private static int ExponentOf(Quantity quantity) =>
        quantity.WithFormat(QuantityFormat.DecimalExponent).ToString().Split('e') is [_, var exponent] ? int.Parse(exponent, CultureInfo.InvariantCulture) : 0;

    // The amount in billionths, by the decimal text alone.
    private static BigInteger Exact(Quantity quantity)
    {
        var digits = quantity.WithFormat(QuantityFormat.DecimalExponent).ToString().Split('e')[0];
        return BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, ExponentOf(quantity) - FinestExponent);
    }

    private static long Units(BigInteger exact, int perUnit)
    {
        var quotient = BigInteger.DivRem(exact * perUnit, Unit, out var remainder);
        return (long)BigInteger.Clamp(quotient + remainder.Sign, long.MinValue, long.MaxValue);
    }
}
