namespace Autoscale.Metrics.Control;

/// <summary>
/// Reads answer after answer into the same memory, each no longer than a limit. One at a time. What an answer needed that was too long,
/// or did not end, is not kept.
/// </summary>
internal sealed class ReusedBody(int limit)
{
    private const int Least = 64 * 1024;

    private byte[] _buffer = [];

    /// <summary>The whole body, good until the next one is read; throws <see cref="InvalidDataException"/> when it is longer than the limit.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var isWhole = false;
        try
        {
            var body = await ReadWholeAsync(content, cancellationToken);
            isWhole = true;
            return body;
        }
        finally
        {
            _buffer = isWhole ? _buffer : [];
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadWholeAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength is { } announced)
        {
            Reserve(announced <= limit ? (int)announced + 1 : throw TooLong());
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = 0;
        while (true)
        {
            Reserve(length + 1);
            var read = await stream.ReadAsync(_buffer.AsMemory(length), cancellationToken);
            length += read;
            if (length > limit)
            {
                throw TooLong();
            }

            if (read == 0)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }

    private void Reserve(int length)
    {
        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max(Least, Math.Max(length, 2L * _buffer.Length)), limit + 1L));
        }
    }

    private InvalidDataException TooLong() => new($"an answer of more than {limit >> 20} MiB");
}
