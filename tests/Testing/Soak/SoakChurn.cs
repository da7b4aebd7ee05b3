namespace Autoscale.Testing.Soak;

/// <summary>Names that come and go: everything has a lifetime of its own and is then replaced by another of a new name.</summary>
public sealed class SoakChurn(TimeProvider time, TimeSpan shortest)
{
    private readonly DateTimeOffset _began = time.GetUtcNow();

    /// <summary>Whether nothing comes and goes.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Which one it is that has a place now, and for how many seconds; some places change thrice as often as others.</summary>
    public (long Number, double Age) At(int place)
    {
        var since = IsQuiet ? TimeSpan.Zero : time.GetUtcNow() - _began;
        var lifetime = shortest * (1 + (place % 3));
        since += lifetime * (place % 17 / 17.0);
        var number = since.Ticks / lifetime.Ticks;
        return (number, (since - (number * lifetime)).TotalSeconds);
    }
}
