namespace Autoscale.Kubernetes.Client;

/// <summary>One call of the API, which can be sent as often as it takes.</summary>
internal sealed record KubeCall(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The body, or null.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>The wanted media type.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>The longest answer that is read, in bytes.</summary>
    public int MaxBytes { get; init; } = int.MaxValue;
}
