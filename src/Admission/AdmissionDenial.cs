namespace Autoscale.Admission;

/// <summary>Why a write is refused: HTTP status code (400 and up), Kubernetes' reason, e.g. Forbidden, and the message for the client.</summary>
public sealed record AdmissionDenial(int Code, string Reason, string Message)
{
    /// <summary>403 in the server's words: <c>pods "p" is forbidden: why</c>.</summary>
    public static AdmissionDenial Forbidden(AdmissionRequest request, string name, string why) =>
        new(403, "Forbidden", $"{request.QualifiedResource} \"{name}\" is forbidden: {why}");
}
