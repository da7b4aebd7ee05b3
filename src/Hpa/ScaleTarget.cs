namespace Autoscale.Hpa;

/// <summary>Reads the reference to the workload that an autoscaler scales.</summary>
public static class ScaleTarget
{
    /// <summary>Splits the group off an apiVersion ("" for core); false with Kubernetes' text when it is malformed.</summary>
    public static bool TryParseGroup(string apiVersion, out string group, out string error)
    {
        var parts = apiVersion.Split('/');
        group = parts.Length == 2 ? parts[0] : "";
        error = parts.Length > 2 ? $"unexpected GroupVersion string: {apiVersion}" : "";
        return error.Length == 0;
    }

    /// <summary>What Kubernetes says of a kind that it does not know.</summary>
    public static string UnknownKindText(string group, string kind) => $"no matches for {group}/, Resource={kind}";
}
