namespace Autoscale.Admission.Control;

/// <summary>What is said about requests that are no reviews fit to be answered.</summary>
internal static class Refusals
{
    public static AdmissionDenial Unauthorized { get; } = new(401, "Unauthorized", "Unauthorized: a client certificate is needed here");

    public static AdmissionDenial Stranger { get; } = new(403, "Forbidden", "Forbidden: the client certificate is not of an authority that is trusted here");

    public static AdmissionDenial NoSuchPath { get; } = new(404, "NotFound", "the server could not find the requested resource");

    public static AdmissionDenial WrongMethod { get; } =
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static AdmissionDenial TooSlow { get; } = new(408, "Timeout", "the review did not arrive in time");

    public static AdmissionDenial WrongType { get; } =
        new(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json");

    public static AdmissionDenial TooBusy { get; } =
        new(429, "TooManyRequests", "too many reviews are in flight, please try again later") { RetryAfter = TimeSpan.FromSeconds(1) };

    public static AdmissionDenial TooLarge(int longest) =>
        new(413, "RequestEntityTooLarge", $"Request entity too large: limit is {longest}");

    public static AdmissionDenial WrongTimeout(string text) =>
        AdmissionDenial.BadRequest($"the timeout must be a duration such as 10s, not \"{(text.Length > 32 ? text[..32] : text)}\"");
}
