namespace Autoscale.Testing.Soak;

/// <summary>Faults at random: now and then of one answer, and times in which somebody has the same fault again and again.</summary>
public sealed class SoakFaults(TimeProvider time, TimeSpan lasting)
{
    private const int OncePerMille = 10;
    private const int LastingPerMille = 60;
    private const int HugePerMille = 20;

    private static readonly SoakFault[] Kinds =
        [SoakFault.Refused, SoakFault.Cut, SoakFault.Trickle, SoakFault.Failed, SoakFault.NotNumbers, SoakFault.Restarted];

    private int _answers;

    /// <summary>Whether nobody has faults.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>What is wrong with the next answer of somebody.</summary>
    public SoakFault Next(string of)
    {
        if (IsQuiet)
        {
            return SoakFault.None;
        }

        var once = Draw(of, Interlocked.Increment(ref _answers));
        return once % 1000 < OncePerMille ? KindOf(once)
            : Draw(of, time.GetUtcNow().Ticks / lasting.Ticks) is var again && again % 1000 < LastingPerMille ? KindOf(again)
            : SoakFault.None;
    }

    // What is huge costs most of all by far.
    private static SoakFault KindOf(uint drawn) =>
        drawn / 1000 % 1000 < HugePerMille ? SoakFault.Huge : Kinds[drawn / 1_000_000 % Kinds.Length];

    private static uint Draw(string of, long moment)
    {
        var hash = unchecked((2166136261u ^ (uint)moment) * 16777619u);
        foreach (var one in of)
        {
            hash = unchecked((hash ^ one) * 16777619u);
        }

        // The last characters alone would hardly reach the upper digits.
        hash = unchecked((hash ^ (hash >> 15)) * 2246822519u);
        return unchecked((hash ^ (hash >> 13)) * 3266489917u) & int.MaxValue;
    }
}
