namespace Autoscale.Kubernetes.Client;

/// <summary>Addresses a resource of the API: all of its objects, those of one namespace, one object, or a subresource of one.</summary>
/// <param name="Group">Group of the API, "" for core.</param>
/// <param name="Version">Version of the group.</param>
/// <param name="Plural">Plural name of the resource.</param>
/// <param name="Namespace">Namespace, "" for all of them or for a cluster-scoped resource.</param>
/// <param name="Name">Name of one object, "" for the collection.</param>
/// <param name="Subresource">Subresource such as "scale" or "status", "" for the object itself.</param>
public sealed record KubeRoute(
    string Group,
    string Version,
    string Plural,
    string Namespace = "",
    string Name = "",
    string Subresource = "")
{
    /// <summary>Pods, core/v1.</summary>
    public static KubeRoute Pods { get; } = new("", "v1", "pods");

    /// <summary>Nodes, core/v1.</summary>
    public static KubeRoute Nodes { get; } = new("", "v1", "nodes");

    /// <summary>Horizontal pod autoscalers, autoscaling/v2.</summary>
    public static KubeRoute HorizontalPodAutoscalers { get; } = new("autoscaling", "v2", "horizontalpodautoscalers");

    /// <summary>Resource quotas, core/v1.</summary>
    public static KubeRoute ResourceQuotas { get; } = new("", "v1", "resourcequotas");

    /// <summary>Limit ranges, core/v1.</summary>
    public static KubeRoute LimitRanges { get; } = new("", "v1", "limitranges");

    /// <summary>Namespaces, core/v1.</summary>
    public static KubeRoute Namespaces { get; } = new("", "v1", "namespaces");

    /// <summary>Secrets, core/v1.</summary>
    public static KubeRoute Secrets { get; } = new("", "v1", "secrets");

    /// <summary>Mutating webhook configurations, admissionregistration.k8s.io/v1.</summary>
    public static KubeRoute MutatingWebhookConfigurations { get; } = new("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations");

    /// <summary>Validating webhook configurations, admissionregistration.k8s.io/v1.</summary>
    public static KubeRoute ValidatingWebhookConfigurations { get; } = new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations");

    /// <summary>Config maps, core/v1.</summary>
    public static KubeRoute ConfigMaps { get; } = new("", "v1", "configmaps");

    /// <summary>Token reviews, authentication.k8s.io/v1, which can only be created.</summary>
    public static KubeRoute TokenReviews { get; } = new("authentication.k8s.io", "v1", "tokenreviews");

    /// <summary>Subject access reviews, authorization.k8s.io/v1, which can only be created.</summary>
    public static KubeRoute SubjectAccessReviews { get; } = new("authorization.k8s.io", "v1", "subjectaccessreviews");

    /// <summary>API services, apiregistration.k8s.io/v1.</summary>
    public static KubeRoute ApiServices { get; } = new("apiregistration.k8s.io", "v1", "apiservices");

    /// <summary>The path on the server, each part escaped.</summary>
    public string Path =>
        (Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}")
        + (Namespace.Length == 0 ? "" : $"/namespaces/{Uri.EscapeDataString(Namespace)}")
        + $"/{Plural}"
        + (Name.Length == 0 ? "" : $"/{Uri.EscapeDataString(Name)}")
        + (Subresource.Length == 0 ? "" : $"/{Subresource}");

    /// <summary>The same resource in one namespace.</summary>
    public KubeRoute In(string @namespace) => this with { Namespace = @namespace };

    /// <summary>One object; its namespace is "" for a cluster-scoped resource.</summary>
    public KubeRoute Of(string @namespace, string name) => this with { Namespace = @namespace, Name = name };

    /// <summary>A subresource of the object.</summary>
    public KubeRoute Sub(string subresource) => this with { Subresource = subresource };

    /// <inheritdoc />
    public override string ToString() => Path;
}
