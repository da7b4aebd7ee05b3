using System.Buffers;
using System.IO.Pipelines;

namespace Autoscale.Admission.Control;

/// <summary>The body of one request in a pooled buffer that grows with what has really arrived, never with what was announced.</summary>
internal sealed class ReviewBody(ByteBudget budget, int longest) : IDisposable
{
    private const int FirstCapacity = 16 * 1024;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Reads to the end; returns why it did not, or null.</summary>
    public async ValueTask<AdmissionDenial?> FillAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var refusal = Append(read.Buffer);
            reader.AdvanceTo(read.Buffer.End);
            if (refusal is not null || read.IsCompleted)
            {
                return refusal;
            }
        }
    }

    public void Dispose() => Exchange([]);

    private AdmissionDenial? Append(in ReadOnlySequence<byte> arrived)
    {
        if (arrived.Length > longest - _length)
        {
            return Refusals.TooLarge(longest);
        }

        var needed = _length + (int)arrived.Length;
        if (needed > _buffer.Length && !TryGrow(needed))
        {
            return Refusals.TooBusy;
        }

        arrived.CopyTo(_buffer.AsSpan(_length));
        _length = needed;
        return null;
    }

    private bool TryGrow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(FirstCapacity, Math.Min(longest, _buffer.Length * 2))));
        if (!budget.TryTake(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        Bytes.CopyTo(larger);
        Exchange(larger);
        return true;
    }

    private void Exchange(byte[] buffer)
    {
        if (_buffer.Length > 0)
        {
            budget.GiveBack(_buffer.Length);
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = buffer;
    }
}
