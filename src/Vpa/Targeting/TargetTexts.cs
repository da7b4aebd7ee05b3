namespace Autoscale.Vpa.Targeting;

/// <summary>What is said of targets, word for word as upstream does.</summary>
internal static class TargetTexts
{
    public const string Undefined = "targetRef not defined. If this is a v1beta1 object, switch to v1";

    public const string NodeOwner = "node is not a valid owner";

    public const string Cycle = "cycle detected in ownership chain";

    public static string Unreadable(string reason) => $"Cannot read targetRef. Reason: {reason}";

    public static string DoesNotExist(ControllerReference of) => $"{of.Kind} {of.Namespace}/{of.Name} does not exist";

    public static string Unhandled(ControllerReference of, string reason) =>
        $"unhandled targetRef {of.ApiVersion} / {of.Kind} / {of.Name}, last error {reason}";

    public static string EmptySelector(ControllerReference of) =>
        $"resource {of.Namespace}/{of.Name} has an empty selector for scale sub-resource";

    public static string UnknownKind(ControllerReference of) =>
        $"no matches for {of.Group}/, Resource={of.Kind}";

    public static string MalformedVersion(string apiVersion) => $"unexpected GroupVersion string: {apiVersion}";

    public static string Unchecked(ControllerReference of, string reason) =>
        $"Error checking if target {Name(of)} is a topmost well-known or scalable controller: {reason}";

    public static string NotFound(ControllerReference of) =>
        $"Unknown error during checking if target {Name(of)} is a topmost well-known or scalable controller";

    public static string HasParent(ControllerReference of) =>
        $"The target {Name(of)} has a parent controller but it should point to a topmost well-known or scalable controller";

    private static string Name(ControllerReference of) => $"{of.ApiVersion}.{of.Kind}/{of.Name}";
}
