namespace Autoscale.Kubernetes.Models;

/// <summary>Who somebody is, as authentication.k8s.io/v1 says it.</summary>
public sealed record UserInfo
{
    /// <summary>The user's name; "" for nobody.</summary>
    public string Username { get => field ?? ""; init; }

    /// <summary>What tells users of one name apart over time; null when unknown.</summary>
    public string? Uid { get; init; }

    /// <summary>The groups that the user is in; null for none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What else the authenticator knows of the user; null for nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }
}
