namespace Autoscale.Quota;

/// <summary>The names that quotas have for what pods use.</summary>
internal static class PodResourceNames
{
    public const string Pods = "pods";
    public const string CountPods = "count/pods";
    public const string Requests = "requests.";
    public const string HugePages = "hugepages-";
    public const string DeviceClass = "deviceclass.resource.kubernetes.io/";
    public const string DeviceClassRequest = Requests + DeviceClass;

    /// <summary>Whether a name in a quota is about pods.</summary>
    public static bool IsTracked(string name) =>
        name is Pods or CountPods
            or "cpu" or "memory" or "ephemeral-storage"
            or "requests.cpu" or "requests.memory" or "requests.ephemeral-storage"
            or "limits.cpu" or "limits.memory" or "limits.ephemeral-storage"
        || name.StartsWith(HugePages, StringComparison.Ordinal)
        || name.StartsWith(Requests + HugePages, StringComparison.Ordinal)
        || IsExtendedRequest(name);

    /// <summary>Whether a name in a quota is about requests of an extended resource, which devices can stand for.</summary>
    public static bool IsExtendedRequest(string name) =>
        name.StartsWith(Requests, StringComparison.Ordinal)
        && (!IsNative(name) || name.StartsWith(DeviceClassRequest, StringComparison.Ordinal));

    /// <summary>Whether what a container requests is an extended resource, which quotas know as "requests.NAME" only.</summary>
    public static bool IsExtended(string resource) =>
        resource.StartsWith(DeviceClass, StringComparison.Ordinal)
        || !IsNative(resource) && !resource.StartsWith(Requests, StringComparison.Ordinal);

    // Names without a domain belong to kubernetes.io.
    private static bool IsNative(string name) =>
        !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);
}
