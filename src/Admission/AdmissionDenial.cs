using System.Text.Json;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission;

/// <summary>Why a write is refused: HTTP status code (400 and up), Kubernetes' reason, e.g. Forbidden, and the message for the client.</summary>
public sealed record AdmissionDenial(int Code, string Reason, string Message)
{
    /// <summary>What stands between the object's name and the reason in the message of a 403.</summary>
    internal const string IsForbidden = " is forbidden: ";

    private const string Internal = "Internal error occurred: ";

    /// <summary>Name of the object for the details of the answer; "" for the request's own.</summary>
    public string Name { get; init; } = "";

    /// <summary>When the client may try again, in whole seconds; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The cause that an internal error names, or null for any other refusal.</summary>
    internal string? InternalCause => Reason == "InternalError" && Message.StartsWith(Internal, StringComparison.Ordinal) ? Message[Internal.Length..] : null;

    /// <summary>403 in the server's words: <c>pods "p" is forbidden: why</c>.</summary>
    public static AdmissionDenial Forbidden(AdmissionRequest request, string name, string why) =>
        new(403, "Forbidden", $"{request.QualifiedResource} \"{name}\"{IsForbidden}{why}") { Name = name };

    /// <summary>403 that names the object as the server does: by its name, else by what its name will begin with, else as Unknown.</summary>
    public static AdmissionDenial Forbidden(AdmissionRequest request, ObjectMeta metadata, string why)
    {
        var name = request.Name.Length > 0 ? request.Name : metadata.Name;
        return Forbidden(request, name.Length > 0 ? name : metadata.GenerateName is { Length: > 0 } prefix ? prefix : "Unknown", why);
    }

    /// <summary>400 without further ado.</summary>
    public static AdmissionDenial BadRequest(string message) => new(400, "BadRequest", message);

    /// <summary>400 in the server's words for an object of the wrong form, with the field that is wrong.</summary>
    public static AdmissionDenial Unreadable(AdmissionRequest request, JsonException error) => BadRequest(
        $"{request.Kind} in version \"{ApiVersion(request)}\" cannot be handled as a {request.Kind}: {WrongField.Describe(error)}");

    /// <summary>500 in the server's words for a fault of our own; nothing is known about the write itself.</summary>
    public static AdmissionDenial InternalError(string cause) => new(500, "InternalError", Internal + cause);

    /// <summary>500 in the server's words for what cannot be decided now; the client is told to try again after a second.</summary>
    public static AdmissionDenial TryAgain(AdmissionRequest request) => new(
        500,
        "ServerTimeout",
        $"The {request.Operation.Name()} operation against {request.QualifiedResource} could not be completed at this time, please try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>504 in the server's words for a review that was not decided within its time; the client may try again after a second.</summary>
    public static AdmissionDenial TimedOut() =>
        new(504, "Timeout", "Timeout: request did not complete within requested timeout - context deadline exceeded") { RetryAfter = TimeSpan.FromSeconds(1) };

    private static string ApiVersion(AdmissionRequest request) =>
        request.Group.Length == 0 ? request.Version : $"{request.Group}/{request.Version}";
}
