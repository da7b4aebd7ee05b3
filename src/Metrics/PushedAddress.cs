namespace Autoscale.Metrics;

/// <summary>
/// Where on the bus a source takes messages: the exchange of this name, to which an application sends (<c>exchange:NAME</c>). Who may
/// write to it on the broker may report to the source. No name of a source holds a colon, so no two sources share an address.
/// </summary>
public static class PushedAddress
{
    /// <summary>The address that also hears every <see cref="MetricReported"/> that is published rather than sent.</summary>
    public const string Published = "autoscale-metrics";

    /// <summary>The address of a declared source; namespace "" for one of the whole cluster.</summary>
    public static string Of(string @namespace, string name) =>
        @namespace.Length == 0 ? $"{Published}:{name}" : $"{Published}:{@namespace}:{name}";
}
