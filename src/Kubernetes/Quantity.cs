using System.Numerics;
using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes;

/// <summary>A fixed-point amount as Kubernetes writes it ("100m", "1.5Gi", "1e3"), after k8s.io/apimachinery/pkg/api/resource.</summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly partial struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    /// <summary>The exponent of thousandths.</summary>
    public const int Milli = -3;

    /// <summary>The exponent of billionths, the finest that is parsed.</summary>
    public const int Nano = -9;

    // The amount is _mantissa × 10^_exponent, or the BigInteger in _rest × 10^_exponent once it has outgrown a long.
    // Otherwise _rest is the text that was parsed, kept where upstream prints it again unchanged ("007", "1.50e3").
    private readonly long _mantissa;
    private readonly object? _rest;
    private readonly int _exponent;
    private readonly QuantityFormat _format;

    internal Quantity(long mantissa, int exponent, QuantityFormat format, string? text = null)
    {
        _mantissa = mantissa;
        _exponent = exponent;
        _format = format;
        _rest = text;
    }

    internal Quantity(DecimalAmount amount, QuantityFormat format)
    {
        _rest = amount.Mantissa;
        _exponent = amount.Exponent;
        _format = format;
    }

    /// <summary>Nothing, written "0"; the same as default.</summary>
    public static Quantity Zero => default;

    /// <summary>The suffix family in which the quantity is written.</summary>
    public QuantityFormat Format => _format;

    /// <summary>Whether the amount is zero, however written.</summary>
    public bool IsZero => Sign == 0;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _rest is BigInteger large ? large.Sign : Math.Sign(_mantissa);

    /// <summary>Whole units, rounded up (away from zero as upstream does); wraps beyond a long as upstream does.</summary>
    public long Value => ScaledValue(0);

    /// <summary>Thousandths, rounded up as upstream does; wraps beyond a long as upstream does.</summary>
    public long MilliValue => _exponent == Milli && _rest is not BigInteger ? _mantissa : ScaledValue(Milli);

    /// <summary>Whole units rounded away from zero; the nearest long when there are more.</summary>
    public long SaturatedValue => SaturatedScaledValue(0);

    /// <summary>Thousandths rounded away from zero; the nearest long when there are more.</summary>
    public long SaturatedMilliValue => SaturatedScaledValue(Milli);

    /// <summary>Billionths rounded away from zero; the nearest long when there are more.</summary>
    public long SaturatedNanoValue => SaturatedScaledValue(Nano);

    /// <summary>Reads a quantity; throws <see cref="FormatException"/> with Kubernetes' own text when it is malformed.</summary>
    public static Quantity Parse(ReadOnlySpan<char> text) =>
        QuantityParser.TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>Reads a quantity; false with Kubernetes' own error text when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity value, out string? error) =>
        QuantityParser.TryParse(text, out value, out error);

    /// <summary>Makes a quantity of whole units.</summary>
    public static Quantity FromLong(long value, QuantityFormat format = QuantityFormat.DecimalSI) => new(value, 0, format);

    /// <summary>Makes a quantity of thousandths.</summary>
    public static Quantity FromMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => new(milli, Milli, format);

    /// <summary>Makes a quantity of mantissa × 10^exponent.</summary>
    public static Quantity FromScaled(long mantissa, int exponent, QuantityFormat format = QuantityFormat.DecimalSI) =>
        new(mantissa, exponent, format);

    /// <summary>Counts in units of 10^exponent, rounded up and wrapping beyond a long as upstream's ScaledValue does.</summary>
    public long ScaledValue(int exponent)
    {
        if (_rest is BigInteger)
        {
            return Amount.WrappedAt(exponent);
        }

        return _exponent < exponent
            ? PowersOfTen.Divide(_mantissa, (long)exponent - _exponent).Quotient
            : PowersOfTen.WrappedProduct(_mantissa, (long)_exponent - exponent);
    }

    /// <summary>The whole number of units where it is one and needed no division, as upstream's AsInt64.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        return _rest is not BigInteger && _exponent >= 0 && PowersOfTen.TryMultiply(_mantissa, _exponent, out value);
    }

    /// <summary>The nearest double, as upstream's AsApproximateFloat64.</summary>
    public double ToDouble()
    {
        var mantissa = _rest is BigInteger ? Amount.MantissaAsDouble() : _mantissa;
        return _exponent == 0 ? mantissa : mantissa * PowersOfTen.Approximate(_exponent);
    }

    /// <summary>The same amount in another suffix family.</summary>
    public Quantity WithFormat(QuantityFormat format) =>
        _rest is BigInteger ? new(Amount, format) : new(_mantissa, _exponent, format);

    /// <summary>Rounds away from zero to a multiple of 10^exponent; what is coarser already stays as it is.</summary>
    public Quantity RoundUp(int exponent)
    {
        if (_rest is BigInteger)
        {
            return new(Amount.RoundUp(exponent), _format);
        }

        return _exponent >= exponent ? this : new(PowersOfTen.Divide(_mantissa, (long)exponent - _exponent).Quotient, exponent, _format);
    }

    /// <summary>Rounds away from zero to thousandths, as the API server does with the amounts of a resource list.</summary>
    public Quantity RoundUpToMilli() => RoundUp(Milli);

    /// <summary>The canonical form, or the text that was parsed where upstream keeps that.</summary>
    public override string ToString() => _rest as string ?? QuantityWriter.Write(this);

    internal DecimalAmount Amount => new(_rest is BigInteger large ? large : _mantissa, _exponent);

    internal bool TryGetSmall(out long mantissa, out int exponent)
    {
        mantissa = _mantissa;
        exponent = _exponent;
        return _rest is not BigInteger;
    }

    private long SaturatedScaledValue(int exponent)
    {
        if (_rest is BigInteger)
        {
            return Amount.SaturatedAt(exponent);
        }

        if (_exponent < exponent)
        {
            return PowersOfTen.Divide(_mantissa, (long)exponent - _exponent).Quotient;
        }

        return PowersOfTen.TryMultiply(_mantissa, (long)_exponent - exponent, out var exact) ? exact
            : _mantissa > 0 ? long.MaxValue : long.MinValue;
    }
}
