namespace Autoscale.Kubernetes.Models;

/// <summary>Who wants to do what: exactly one of the attributes is set.</summary>
public sealed record SubjectAccessReviewSpec
{
    /// <summary>What is to be done to a resource.</summary>
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>What is to be done to a path that is no resource's.</summary>
    public NonResourceAttributes? NonResourceAttributes { get; init; }

    /// <summary>The user's name.</summary>
    public string User { get => field ?? ""; init; }

    /// <summary>The user's groups; null for none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>What else is known of the user; null for nothing.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }

    /// <summary>The user's uid; null when unknown.</summary>
    public string? Uid { get; init; }
}
