using System.Buffers;

namespace Autoscale.Metrics.Control;

/// <summary>What a kubelet answered; its buffer goes back to the pool when disposed.</summary>
internal sealed class KubeletPage : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    private readonly byte[]? _pooled;
    private readonly ReadOnlyMemory<byte> _text;

    public KubeletPage(ReadOnlyMemory<byte> text) => _text = text;

    private KubeletPage(byte[] pooled, int length)
    {
        _pooled = pooled;
        _text = pooled.AsMemory(0, length);
    }

    public ReadOnlySpan<byte> Text => _text.Span;

    /// <summary>Reads the whole body into a buffer of the pool; throws <see cref="InvalidDataException"/> when it is longer than the limit.</summary>
    public static async Task<KubeletPage> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Headers.ContentLength + 1 ?? FirstBytes, 1, limit + 1L));
        try
        {
            for (var length = 0; ;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += read;
                if (length > limit)
                {
                    throw new InvalidDataException($"an answer of more than {limit >> 20} MiB");
                }

                if (read == 0)
                {
                    var page = new KubeletPage(buffer, length);
                    buffer = [];
                    return page;
                }

                buffer = length == buffer.Length ? Grown(buffer) : buffer;
            }
        }
        finally
        {
            Return(buffer);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Return(_pooled ?? []);

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        Return(buffer);
        return larger;
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
