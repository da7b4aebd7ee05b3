namespace Autoscale.Metrics.Declared;

/// <summary>What is allowed in a declared source, but should be known to whoever declares it.</summary>
public static class SpecAdvice
{
    /// <summary>Sentences for the author; none when there is nothing to say.</summary>
    public static IReadOnlyList<string> Of(IDeclaredSource source)
    {
        var spec = source.Spec;
        var advice = new List<string>();
        if (spec.Credentials is not null && Addresses(spec).FirstOrDefault(IsPlain) is { Field: not null } plain)
        {
            advice.Add($"{plain.Field}: the credentials go over a connection that is not encrypted");
        }

        if (spec.Tls is { InsecureSkipVerify: true })
        {
            advice.Add("spec.tls.insecureSkipVerify: any certificate is taken, so whoever is between can read and change everything");
        }

        return advice;
    }

    private static IEnumerable<(string Field, string Address)> Addresses(MetricSourceSpec spec)
    {
        yield return ("spec.rabbitmq.address", spec.Rabbitmq?.Address ?? "");
        yield return ("spec.rabbitmq.management", spec.Rabbitmq?.Management ?? "");
        yield return ("spec.prometheus.url", spec.Prometheus?.Url ?? "");
    }

    private static bool IsPlain((string Field, string Address) one) =>
        one.Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || one.Address.StartsWith("amqp://", StringComparison.OrdinalIgnoreCase);
}
