namespace Autoscale.LocalCluster.Api;

/// <summary>A refusal that the API answers as a Status: HTTP code, reason (NotFound, Conflict, Invalid, …), message and field causes.</summary>
public sealed class ApiError(int code, string reason, string message) : Exception(message)
{
    /// <summary>HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Machine-readable reason of the Status.</summary>
    public string Reason { get; } = reason;

    /// <summary>Name of the object concerned, "" when there is none.</summary>
    public string Name { get; init; } = "";

    /// <summary>Group of the object concerned.</summary>
    public string Group { get; init; } = "";

    /// <summary>Kind (or resource, as upstream fills it) of the object concerned.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Uid of the object concerned, "" when it is not told.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Field errors of an Invalid answer.</summary>
    public IReadOnlyList<FieldError> Causes { get; init; } = [];

    /// <summary>Seconds after which the client may try again; 0 leaves it to the client.</summary>
    public int RetryAfterSeconds { get; init; }

    /// <summary>True when the Status carries (empty) details although nothing is known of the object, as generic answers do.</summary>
    public bool HasDetails { get; init; }
}
