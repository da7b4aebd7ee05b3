namespace Autoscale.Kubernetes.Client;

/// <summary>Says where to look for the configuration of the client.</summary>
public sealed record KubeConfigSource
{
    /// <summary>The one kubeconfig file to read; null (the default) to look where kubectl looks, and then in the pod.</summary>
    public string? Path { get; init; }

    /// <summary>The context to use; null (the default) for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>Reads environment variables; the process's own by default.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Where a pod finds its token, its namespace and the certificate authority.</summary>
    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}
