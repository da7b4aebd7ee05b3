using System.Numerics;

namespace Autoscale.Kubernetes;

public readonly partial struct Quantity
{
    /// <summary>The larger of two; the first when they are the same amount.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left.CompareTo(right) < 0 ? right : left;

    /// <summary>The smaller of two; the first when they are the same amount.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left.CompareTo(right) > 0 ? right : left;

    /// <summary>The sum, in this quantity's format; in the other's when this is zero.</summary>
    public Quantity Add(Quantity other)
    {
        var format = IsZero ? other._format : _format;
        if (_rest is BigInteger || other._rest is BigInteger)
        {
            return new(DecimalAmount.Add(Amount, other.Amount), format);
        }

        if (other._mantissa == 0)
        {
            return new(_mantissa, _exponent, format);
        }

        if (_mantissa == 0)
        {
            return new(other._mantissa, other._exponent, format);
        }

        return TryAddSmall(other, out var sum, out var exponent)
            ? new(sum, exponent, format)
            : new(DecimalAmount.Add(Amount, other.Amount), format);
    }

    /// <summary>The difference, in this quantity's format; in the other's when this is zero.</summary>
    public Quantity Subtract(Quantity other) => Add(other.Negate());

    /// <summary>The amount below zero by as much as this is above.</summary>
    public Quantity Negate()
    {
        return _rest is BigInteger || _mantissa == long.MinValue
            ? new(new DecimalAmount(BigInteger.Negate(Amount.Mantissa), _exponent), _format)
            : new(-_mantissa, _exponent, _format);
    }

    /// <summary>The amount so many times.</summary>
    public Quantity Multiply(long factor)
    {
        if (_rest is not BigInteger)
        {
            var high = Math.BigMul(_mantissa, factor, out var low);
            if (high == low >> 63)
            {
                return new(low, _exponent, _format);
            }
        }

        return new(new DecimalAmount(Amount.Mantissa * factor, _exponent), _format);
    }

    /// <inheritdoc />
    public int CompareTo(Quantity other)
    {
        if (_rest is BigInteger || other._rest is BigInteger)
        {
            return DecimalAmount.Compare(Amount, other.Amount);
        }

        if (_exponent == other._exponent)
        {
            return _mantissa.CompareTo(other._mantissa);
        }

        var apart = (long)_exponent - other._exponent;
        return apart switch
        {
            > PowersOfTen.Largest or < -PowersOfTen.Largest => DecimalAmount.Compare(Amount, other.Amount),
            > 0 => ((Int128)_mantissa * PowersOfTen.At(apart)).CompareTo(other._mantissa),
            _ => ((Int128)_mantissa).CompareTo((Int128)other._mantissa * PowersOfTen.At(-apart)),
        };
    }

    /// <inheritdoc />
    public bool Equals(Quantity other) => CompareTo(other) == 0;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        if (_rest is BigInteger)
        {
            var (large, at) = Amount.WithoutTrailingZeros();
            return HashCode.Combine(large, at);
        }

        var (mantissa, zeros) = PowersOfTen.WithoutTrailingZeros(_mantissa);
        return mantissa == 0 ? HashCode.Combine(BigInteger.Zero, 0) : HashCode.Combine((BigInteger)mantissa, unchecked(_exponent + zeros));
    }

    /// <summary>The sum; see <see cref="Add"/>.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => left.Add(right);

    /// <summary>The difference; see <see cref="Subtract"/>.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => left.Subtract(right);

    /// <summary>The negated amount.</summary>
    public static Quantity operator -(Quantity quantity) => quantity.Negate();

    /// <summary>The amount so many times; see <see cref="Multiply"/>.</summary>
    public static Quantity operator *(Quantity quantity, long factor) => quantity.Multiply(factor);

    /// <summary>Whether both are the same amount, however written.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.CompareTo(right) == 0;

    /// <summary>Whether the amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => left.CompareTo(right) != 0;

    /// <summary>Whether the left amount is smaller.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is smaller or the same.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is greater or the same.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    // Both mantissas are brought to the finer of the two exponents; false when that or the sum outgrows a long.
    private bool TryAddSmall(Quantity other, out long sum, out int exponent)
    {
        sum = 0;
        exponent = Math.Min(_exponent, other._exponent);
        if (!PowersOfTen.TryMultiply(_mantissa, (long)_exponent - exponent, out var left)
            || !PowersOfTen.TryMultiply(other._mantissa, (long)other._exponent - exponent, out var right))
        {
            return false;
        }

        sum = unchecked(left + right);
        return ((left ^ sum) & (right ^ sum)) >= 0;
    }
}
