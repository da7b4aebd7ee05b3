using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>The refusal of what somebody may not do, in the words of k8s.io/apiserver.</summary>
internal static class Forbidden
{
    public static Refusal Of(ApiIdentity who, RequestTarget what, string reason)
    {
        var text = Sanitize(Text(who, what)) + (reason.Length == 0 ? "" : $": {reason}");
        if (!what.IsResource)
        {
            return Refusal.Forbidden($"forbidden: {text}", new RefusalDetails(null, null, null));
        }

        var subject = $"{what.Resource}.{what.Group}" + (what.Name.Length == 0 ? "" : $" {GoText.Quote(what.Name)}");
        return Refusal.Forbidden(
            $"{subject} is forbidden: {text}", new RefusalDetails(what.Name.Length == 0 ? null : what.Name, what.Group, what.Resource));
    }

    private static string Text(ApiIdentity who, RequestTarget what)
    {
        var user = $"User {GoText.Quote(who.Name)} cannot {what.Verb}";
        if (!what.IsResource)
        {
            return $"{user} path {GoText.Quote(what.Path)}";
        }

        var resource = what.Subresource.Length == 0 ? what.Resource : $"{what.Resource}/{what.Subresource}";
        var where = what.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {GoText.Quote(what.Namespace)}";
        return $"{user} resource {GoText.Quote(resource)} in API group {GoText.Quote(what.Group)} {where}";
    }

    // A browser must not take a name for markup.
    private static string Sanitize(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
