namespace Autoscale.Metrics.Control;

/// <summary>Reads answers of others, who may never end.</summary>
internal static class BoundedBody
{
    /// <summary>The whole body; throws <see cref="InvalidDataException"/> when it is longer than the limit in bytes.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            throw TooLong(limit);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[(int)Math.Clamp(content.Headers.ContentLength + 1 ?? 16 * 1024, 1, limit + 1)];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            length += read;
            if (length > limit)
            {
                throw TooLong(limit);
            }

            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, limit + 1L));
            }
        }
    }

    private static InvalidDataException TooLong(int limit) => new($"an answer of more than {limit >> 20} MiB");
}
