namespace Autoscale.Hpa;

/// <summary>What became of the write of a target's scale: an error, or none where it succeeded or was not needed.</summary>
public readonly record struct RescaleResult(string? Error)
{
    /// <summary>Whether nothing went wrong.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The write succeeded, or none was needed.</summary>
    public static RescaleResult Done => default;

    /// <summary>The API refused the write.</summary>
    public static RescaleResult Failed(string error) => new(error);
}
