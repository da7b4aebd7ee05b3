namespace Autoscale.Kubernetes.Models;

/// <summary>What is said to a credential plugin and what it answers, client.authentication.k8s.io ExecCredential.</summary>
public sealed record ExecCredential
{
    /// <summary>client.authentication.k8s.io/v1 or v1beta1.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>ExecCredential.</summary>
    public string? Kind { get; init; }

    /// <summary>What the plugin is told.</summary>
    public ExecCredentialSpec? Spec { get; init; }

    /// <summary>What the plugin answers.</summary>
    public ExecCredentialStatus? Status { get; init; }
}
