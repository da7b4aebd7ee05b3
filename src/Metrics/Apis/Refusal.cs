namespace Autoscale.Metrics.Apis;

/// <summary>metav1.Status of a failure, in the words of a real API server.</summary>
internal sealed record Refusal(
    string Kind, string ApiVersion, ListMeta Metadata, string Status, string Message, string Reason, RefusalDetails? Details, int Code)
{
    public static Refusal Unauthorized { get; } = New(401, "Unauthorized", "Unauthorized");

    public static Refusal NoSuchResource { get; } =
        New(404, "NotFound", "the server could not find the requested resource", new RefusalDetails(null, null, null));

    public static Refusal NotAllowed { get; } =
        New(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new RefusalDetails(null, null, null));

    public static Refusal NotAcceptable { get; } = New(406, "NotAcceptable", "only the following media types are accepted: application/json");

    public static Refusal BadRequest(string message) => New(400, "BadRequest", message);

    /// <summary>No object of this name in the resource; group "" is core.</summary>
    public static Refusal NotFound(string group, string resource, string name) => New(
        404,
        "NotFound",
        $"{(group.Length == 0 ? resource : $"{resource}.{group}")} \"{name}\" not found",
        new RefusalDetails(name, group.Length == 0 ? null : group, resource));

    public static Refusal Forbidden(string message, RefusalDetails details) => New(403, "Forbidden", message, details);

    public static Refusal Internal(string message) => New(500, "InternalError", message);

    /// <summary>Nothing here can be followed.</summary>
    public static Refusal NoWatch(string group, string resource) => New(
        405,
        "MethodNotAllowed",
        $"watch is not supported on resources of kind \"{resource}.{group}\"",
        new RefusalDetails(null, group, resource));

    public static Refusal NoSuchMetric(string message) => New(404, "NotFound", message);

    public static Refusal Unavailable(string message) => New(503, "ServiceUnavailable", message);

    private static Refusal New(int code, string reason, string message, RefusalDetails? details = null) =>
        new("Status", "v1", new ListMeta(), "Failure", message, reason, details, code);
}
