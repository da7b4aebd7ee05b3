using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Client;

/// <summary>A running watch; it ends when the server ends it, and by an exception when it is cut off, silent or too old.</summary>
public sealed class WatchStream<T> : IDisposable
    where T : class, IKubeObject
{
    private readonly WatchDeadline _deadline;
    private readonly JsonTypeInfo<T> _type;
    private HttpResponseMessage? _response;

    private WatchStream(WatchDeadline deadline, JsonTypeInfo<T> type) => (_deadline, _type) = (deadline, type);

    /// <summary>
    /// The events as they come; throws <see cref="KubeError"/> when the server reports one (410 Gone when the version is too
    /// old), <see cref="IOException"/> when the connection breaks, <see cref="TimeoutException"/> when it is silent.
    /// </summary>
    public async IAsyncEnumerable<WatchEvent<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_response is null, this);
        var reader = PipeReader.Create(await _response.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            var isOpen = true;
            while (isOpen)
            {
                var read = await _deadline.GuardAsync(token => reader.ReadAsync(token).AsTask(), cancellationToken);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (line.Length > 0)
                    {
                        yield return WatchLine.Read(line, _type);
                    }
                }

                // What remains without an end of line when the stream ends was cut off: the next watch brings it again.
                isOpen = !read.IsCompleted;
                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _deadline.Dispose();
        _response?.Dispose();
        _response = null;
    }

    internal static async Task<WatchStream<T>> OpenAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> open,
        WatchDeadline deadline,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken)
    {
        var stream = new WatchStream<T>(deadline, type);
        try
        {
            stream._response = await deadline.GuardAsync(open, cancellationToken);
            return stream;
        }
        finally
        {
            if (stream._response is null)
            {
                stream.Dispose();
            }
        }
    }
}
