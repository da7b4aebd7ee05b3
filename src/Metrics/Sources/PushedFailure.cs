namespace Autoscale.Metrics.Sources;

/// <summary>What a reporter is answered whose report was not taken.</summary>
internal sealed record PushedFailure(int Code, string Reason, string Message)
{
    /// <summary>The fields that are wrong; null where it is not about fields.</summary>
    public IReadOnlyList<PushedCause>? Causes { get; init; }

    /// <summary>No token, or one of nobody.</summary>
    public static PushedFailure NoToken { get; } = new(401, "Unauthorized", "Authorization must be Bearer and the token of a source");

    /// <summary>Two sources were given one token.</summary>
    public static PushedFailure SharedToken { get; } = new(403, "Forbidden", "several sources have this token, so none of them takes reports by it");

    /// <summary>Another path.</summary>
    public static PushedFailure NoSuchPath { get; } = new(404, "NotFound", "readings are reported to /v1/readings");

    /// <summary>Another method than POST.</summary>
    public static PushedFailure WrongMethod { get; } = new(405, "MethodNotAllowed", "readings are reported by POST");

    /// <summary>The body took too long to come.</summary>
    public static PushedFailure TooSlow { get; } = new(408, "Timeout", "the body took too long to come");

    /// <summary>The body is too long.</summary>
    public static PushedFailure TooLarge { get; } =
        Of(413, "TooLarge", new PushedCause("body", $"must have at most {PushedLimits.Body} bytes", PushedLimits.Body));

    /// <summary>The body is something else.</summary>
    public static PushedFailure WrongType { get; } =
        Of(415, "UnsupportedMediaType", new PushedCause("Content-Type", "must be application/json, in UTF-8 and not compressed", null));

    /// <summary>Too many reports at the same time.</summary>
    public static PushedFailure TooBusy(int limit) =>
        Of(429, "TooMany", new PushedCause("requests", $"at most {limit} are read at the same time", limit));

    /// <summary>The body is no JSON, or a field of another type.</summary>
    public static PushedFailure NoReport(string? path) =>
        Of(400, "Invalid", new PushedCause(string.IsNullOrEmpty(path?.TrimStart('$', '.')) ? "body" : path.TrimStart('$', '.'), "must be JSON of a report", null));

    /// <summary>A report that the source refused.</summary>
    public static PushedFailure Of(PushedAnswer refused)
    {
        PushedCause[] causes = [.. refused.Problems.Select(problem => new PushedCause(problem.Field, problem.Message, problem.Limit))];
        return refused.Refusal switch
        {
            PushedRefusal.Forbidden => Of(403, "Forbidden", causes),
            PushedRefusal.TooMany => Of(429, "TooMany", causes),
            PushedRefusal.Expired => Of(400, "Expired", causes),
            _ => Of(400, "Invalid", causes),
        };
    }

    private static PushedFailure Of(int code, string reason, params PushedCause[] causes) =>
        new(code, reason, string.Join("; ", causes.Select(cause => $"{cause.Field}: {cause.Message}"))) { Causes = causes };
}
