namespace Autoscale.Vpa.Usage;

/// <summary>How much memory a container needs that was killed for lack of it.</summary>
internal static class OomBump
{
    // Upstream's greatest amount of any resource.
    private const double Most = 1e14;

    /// <summary>
    /// Bytes needed after a kill at a request: the greater of request and usage peak, grown by ratio and at least by the minimum;
    /// at most the cap's multiple of the greatest use ever seen, where it was seen, but no less than was not enough.
    /// </summary>
    public static long Needed(long requested, long usagePeak, double greatest, ContainerSettings settings, double? cap)
    {
        var used = Math.Max(requested, usagePeak);
        var needed = Math.Max(used + Amount(settings.OomMinimum), Amount(used * settings.OomRatio));
        return cap is { } multiple && greatest > 0 ? Math.Min(needed, Math.Max(used, Amount(greatest * multiple))) : needed;
    }

    private static long Amount(double bytes) => (long)Math.Clamp(bytes, 0, Most);
}
