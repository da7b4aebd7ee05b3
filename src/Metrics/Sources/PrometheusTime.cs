namespace Autoscale.Metrics.Sources;

/// <summary>The moment of a sample by our clock, whatever the server's clock says.</summary>
internal static class PrometheusTime
{
    /// <summary>
    /// A query asks for the values of the server's present. So a sample is as old as the server's Date header says that it is, which
    /// both come from the server: that age is nothing but for caches that answer in its place. Two clocks are never compared: a server
    /// whose clock is an hour off has samples of this moment. Never after now.
    /// </summary>
    public static DateTimeOffset Of(double sampleSeconds, DateTimeOffset? serverTime, DateTimeOffset now)
    {
        if (serverTime is not { } server)
        {
            return now;
        }

        // The header has whole seconds only.
        var age = (server - DateTimeOffset.UnixEpoch).TotalSeconds - Math.Floor(sampleSeconds);
        var most = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        return age > 0 ? now - TimeSpan.FromSeconds(Math.Min(age, most)) : now;
    }
}
