using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Declared;

/// <summary>Which Secrets a declared source refers to.</summary>
public static class SecretUse
{
    /// <summary>The Secrets, in no order; each once.</summary>
    public static IReadOnlyCollection<ObjectKey> Of(IDeclaredSource source) =>
    [
        .. References(source.Spec)
            .Where(found => found.Reference.Name.Length > 0)
            .Select(found => KeyOf(found.Reference, source))
            .Where(key => key.Namespace.Length > 0)
            .Distinct(),
    ];

    /// <summary>The Secret that a reference of a source means.</summary>
    internal static ObjectKey KeyOf(SecretReference reference, IDeclaredSource source) =>
        new("", "Secret", source is MetricSource ? source.Metadata.Namespace : reference.Namespace ?? "", reference.Name);

    /// <summary>The references and the fields that hold them.</summary>
    internal static IEnumerable<(string Field, SecretReference Reference)> References(MetricSourceSpec spec)
    {
        if (spec.Credentials is { } credentials)
        {
            yield return ("spec.credentials.secretRef", credentials.SecretRef);
        }

        if (spec.Tls?.SecretRef is { } tls)
        {
            yield return ("spec.tls.secretRef", tls);
        }
    }
}
