namespace Autoscale.Metrics.Sources;

/// <summary>What a server answered to an instant query or to a question for series.</summary>
internal sealed record PrometheusAnswer
{
    /// <summary>Whether it succeeded; otherwise Error says why not.</summary>
    public bool IsSuccess { get; init; }

    /// <summary>What the result is: vector, scalar, matrix, string; "" where it is a list of series.</summary>
    public string ResultType { get; init; } = "";

    /// <summary>The series of a vector, or the one value of a scalar, without labels.</summary>
    public IReadOnlyList<PrometheusSample> Samples { get; init; } = [];

    /// <summary>The kind of the error, e.g. bad_data; "" for none.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>What the server says of the error; "" for nothing.</summary>
    public string Error { get; init; } = "";

    /// <summary>What the server remarks beside its answer, warnings first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many bytes it was.</summary>
    public long Bytes { get; init; }

    /// <summary>The time of the server itself when it answered, by its Date header (whole seconds); null without one.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
