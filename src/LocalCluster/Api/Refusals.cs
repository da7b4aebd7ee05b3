namespace Autoscale.LocalCluster.Api;

/// <summary>Makes the API's refusals in Kubernetes' own words, after k8s.io/apimachinery/pkg/api/errors.</summary>
public static class Refusals
{
    /// <summary>What an update is told when the object has moved on.</summary>
    public const string ObjectModified = "the object has been modified; please apply your changes to the latest version and try again";

    /// <summary>404: there is no such object.</summary>
    public static ApiError NotFound(ResourceKind kind, string name) => NotFound(kind.Group, kind.Plural, name);

    /// <summary>404: there is no such object of a resource that may not be ours.</summary>
    public static ApiError NotFound(string group, string resource, string name) =>
        new(404, "NotFound", $"{Qualify(resource, group)} \"{name}\" not found") { Name = name, Group = group, Kind = resource };

    /// <summary>404: there is no such path.</summary>
    public static ApiError NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource") { HasDetails = true };

    /// <summary>409: the name is taken.</summary>
    public static ApiError AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.QualifiedResource} \"{name}\" already exists") { Name = name, Group = kind.Group, Kind = kind.Plural };

    /// <summary>409: the write does not fit the stored object.</summary>
    public static ApiError Conflict(ResourceKind kind, string name, string detail) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedResource} \"{name}\": {detail}")
        {
            Name = name,
            Group = kind.Group,
            Kind = kind.Plural,
        };

    /// <summary>422: field errors of an object.</summary>
    public static ApiError Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.Group, kind.Kind, name, errors);

    /// <summary>422: field errors of an object whose kind may not be ours.</summary>
    public static ApiError Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(error => error.ToString()).Distinct().ToList();
        var text = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new ApiError(422, "Invalid", $"{Qualify(kind, group)} \"{name}\" is invalid: {text}")
        {
            Name = name,
            Group = group,
            Kind = kind,
            Causes = errors,
        };
    }

    /// <summary>422 without field errors, as a patch that cannot be applied is answered.</summary>
    public static ApiError Unprocessable() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request") { HasDetails = true };

    /// <summary>403: a rule forbids the write.</summary>
    public static ApiError Forbidden(ResourceKind kind, string name, string detail)
    {
        var subject = name.Length == 0 ? kind.QualifiedResource : $"{kind.QualifiedResource} \"{name}\"";
        return new ApiError(403, "Forbidden", $"{subject} is forbidden: {detail}") { Name = name, Group = kind.Group, Kind = kind.Plural };
    }

    /// <summary>400: the request makes no sense.</summary>
    public static ApiError BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>410: the history does not reach back that far.</summary>
    public static ApiError Expired(string message) => new(410, "Expired", message);

    /// <summary>410 of a watch, with the version asked for and the oldest that is left.</summary>
    public static ApiError TooOld(long asked, long oldest) => Expired($"too old resource version: {asked} ({oldest})");

    /// <summary>504: the version asked for lies in the future.</summary>
    public static ApiError TooLarge(long asked, long current) =>
        new(504, "Timeout", $"Timeout: Too large resource version: {asked}, current: {current}")
        {
            RetryAfterSeconds = 1,
            Causes = [new FieldError("ResourceVersionTooLarge", "", "Too large resource version")],
        };

    /// <summary>405: the resource does not have the verb.</summary>
    public static ApiError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { HasDetails = true };

    /// <summary>415: the body's media type is not one of those accepted.</summary>
    public static ApiError UnsupportedMediaType(params string[] accepted) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    /// <summary>406: no media type that we write is acceptable to the client.</summary>
    public static ApiError NotAcceptable(params string[] written) =>
        new(406, "NotAcceptable", $"only the following media types are accepted: {string.Join(", ", written)}");

    /// <summary>401: nobody we know.</summary>
    public static ApiError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    /// <summary>503: what should answer does not.</summary>
    public static ApiError Unavailable(string message) => new(503, "ServiceUnavailable", message);

    /// <summary>429: the client must try again later.</summary>
    public static ApiError TooManyRequests(string message, int retryAfterSeconds) =>
        new(429, "TooManyRequests", message) { RetryAfterSeconds = retryAfterSeconds };

    /// <summary>500: a fault of ours.</summary>
    public static ApiError Internal(string message) =>
        new(500, "InternalError", $"Internal error occurred: {message}") { Causes = [new FieldError("", "", message)] };

    private static string Qualify(string name, string group) => group.Length == 0 ? name : $"{name}.{group}";
}
