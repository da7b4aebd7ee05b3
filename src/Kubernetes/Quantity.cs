using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes;

/// <summary>A fixed-point amount as Kubernetes writes it ("100m", "1.5Gi", "1e3"), after k8s.io/apimachinery/pkg/api/resource.</summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    /// <summary>Reads a quantity; throws <see cref="FormatException"/> with Kubernetes' own text when it is malformed.</summary>
    public static Quantity Parse(ReadOnlySpan<char> text) => throw new NotSupportedException();

    /// <summary>Reads a quantity; false with Kubernetes' own error text when it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Quantity value, out string? error) => throw new NotSupportedException();

    /// <summary>Makes a quantity of whole units.</summary>
    public static Quantity FromLong(long value, QuantityFormat format = QuantityFormat.DecimalSI) => throw new NotSupportedException();

    /// <summary>Makes a quantity of thousandths.</summary>
    public static Quantity FromMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => throw new NotSupportedException();

    /// <summary>The suffix family in which the quantity is written.</summary>
    public QuantityFormat Format => throw new NotSupportedException();

    /// <summary>Whole units, rounded up (away from zero as upstream does).</summary>
    public long Value => throw new NotSupportedException();

    /// <summary>Thousandths, rounded up as upstream does.</summary>
    public long MilliValue => throw new NotSupportedException();

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => throw new NotSupportedException();

    /// <summary>The nearest double, as upstream's AsApproximateFloat64.</summary>
    public double ToDouble() => throw new NotSupportedException();

    /// <inheritdoc />
    public int CompareTo(Quantity other) => throw new NotSupportedException();

    /// <inheritdoc />
    public bool Equals(Quantity other) => CompareTo(other) == 0;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => throw new NotSupportedException();

    /// <summary>The canonical form.</summary>
    public override string ToString() => throw new NotSupportedException();

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
}
