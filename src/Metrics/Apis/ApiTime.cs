using System.Globalization;

namespace Autoscale.Metrics.Apis;

/// <summary>Times as the API writes them: UTC, whole seconds.</summary>
internal static class ApiTime
{
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
