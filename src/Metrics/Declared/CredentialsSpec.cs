namespace Autoscale.Metrics.Declared;

/// <summary>Which Secret says who asks, or who may report.</summary>
public sealed record CredentialsSpec
{
    /// <summary>The Secret.</summary>
    public SecretReference SecretRef { get => field ?? new(); init; }

    /// <summary>Key of the user's name; null for username.</summary>
    public string? UsernameKey { get; init; }

    /// <summary>Key of the password; null for password.</summary>
    public string? PasswordKey { get; init; }

    /// <summary>Key of a bearer token instead of both; null for none.</summary>
    public string? TokenKey { get; init; }
}
