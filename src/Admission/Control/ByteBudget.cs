namespace Autoscale.Admission.Control;

/// <summary>Counts the bytes that bodies hold at a time, against a limit.</summary>
internal sealed class ByteBudget(long limit)
{
    private long _taken;

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        GiveBack(bytes);
        return false;
    }

    public void GiveBack(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
