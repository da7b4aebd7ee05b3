namespace Autoscale.Kubernetes.Tests.Client;

/// <summary>Gives its bytes in pieces of the given sizes, over and over; without sizes one by one.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
{
    private int _piece;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = sizes.Length == 0 ? 1 : sizes[_piece++ % sizes.Length];
        return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
