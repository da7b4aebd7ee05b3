namespace Autoscale.Vpa.Updating;

/// <summary>How many pods of one controller run, and how many of them may be down; what a round takes is subtracted.</summary>
/// <param name="Configured">Pods that there are to be.</param>
/// <param name="Running">Live pods that are not pending.</param>
/// <param name="Tolerance">Pods that may be down at a time.</param>
/// <param name="IsBelowMinimum">Whether there are too few for evictions; then pods are resized at most.</param>
internal sealed record ReplicaGroup(int Configured, int Running, int Tolerance, bool IsBelowMinimum)
{
    private int _taken;

    /// <summary>Whether one more pod may be disrupted: enough remain, or the group is whole and so small that nothing would ever be tolerated.</summary>
    public bool IsDisruptable =>
        Running - _taken > Configured - Tolerance || (Configured == Running && Tolerance == 0 && _taken == 0);

    /// <summary>Counts a pod that was evicted or began to be resized.</summary>
    public void Take() => _taken++;
}
