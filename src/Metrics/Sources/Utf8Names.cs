using System.Text;

namespace Autoscale.Metrics.Sources;

/// <summary>Compares names with names that are still bytes of an answer, so that what is known already is found without a text for it.</summary>
internal sealed class Utf8Names : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<byte>, string>
{
    private Utf8Names()
    {
    }

    /// <summary>The comparer.</summary>
    public static Utf8Names Comparer { get; } = new();

    /// <inheritdoc />
    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    /// <inheritdoc />
    public int GetHashCode(string obj) => GetHashCode(Encoding.UTF8.GetBytes(obj).AsSpan());

    /// <inheritdoc />
    public bool Equals(ReadOnlySpan<byte> alternate, string other) =>
        Ascii.Equals(alternate, other)
        || (!Ascii.IsValid(alternate) && string.Equals(Create(alternate), other, StringComparison.Ordinal));

    /// <inheritdoc />
    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        var hash = default(HashCode);
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public string Create(ReadOnlySpan<byte> alternate) => Encoding.UTF8.GetString(alternate);
}
