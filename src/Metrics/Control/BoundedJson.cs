using System.Buffers;
using System.Text.Json;

namespace Autoscale.Metrics.Control;

/// <summary>Reads the JSON of others as it comes, who may never end.</summary>
public static class BoundedJson
{
    private const int LongestToken = 1 << 20;

    /// <summary>
    /// Hands every token over and returns the number of bytes; throws <see cref="InvalidDataException"/> when the body is longer than
    /// the limit in bytes or holds a text of more than 1 MiB, and <see cref="JsonException"/> when it is not JSON.
    /// </summary>
    public static async Task<long> ReadAsync(HttpContent content, IJsonTokens into, long limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            throw TooLong(limit);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(64 << 10);
        try
        {
            var state = default(JsonReaderState);
            var (total, length) = (0L, 0);
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                (total, length) = (total + read, length + read);
                if (total > limit)
                {
                    throw TooLong(limit);
                }

                var taken = Take(buffer.AsSpan(0, length), read == 0, ref state, into);
                if (read == 0)
                {
                    return total;
                }

                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
                buffer = length < buffer.Length ? buffer : Grow(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Take(ReadOnlySpan<byte> some, bool isAll, ref JsonReaderState state, IJsonTokens into)
    {
        var reader = new Utf8JsonReader(some, isAll, state);
        try
        {
            while (reader.Read())
            {
                into.Take(ref reader);
            }
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException)
        {
            throw new JsonException("a text that is not Unicode, or a number that is none", wrong);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private static byte[] Grow(byte[] full)
    {
        if (full.Length > LongestToken)
        {
            throw new InvalidDataException($"an answer with a text of more than {LongestToken >> 20} MiB");
        }

        var larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }

    private static InvalidDataException TooLong(long limit) => new($"an answer of more than {limit >> 20} MiB");
}
