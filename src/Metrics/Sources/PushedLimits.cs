namespace Autoscale.Metrics.Sources;

/// <summary>What a report may hold at most.</summary>
internal static class PushedLimits
{
    public const int Body = 1 << 20;
    public const int Readings = 1000;
    public const int NameLength = 253;
    public const int ValueLength = 64;
    public const int Labels = 32;
    public const int LabelNameLength = 316;
    public const int LabelValueLength = 256;
    public const int Problems = 10;
    public const int ShortestToken = 16;

    public static readonly TimeSpan Ahead = TimeSpan.FromHours(1);
    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromHours(1);
}
