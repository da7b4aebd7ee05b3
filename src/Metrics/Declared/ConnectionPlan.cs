using Autoscale.Kubernetes;
using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Declared;

/// <summary>How a declared source is reached: its credentials and certificates, out of the Secrets that it refers to.</summary>
internal static class ConnectionPlan
{
    private const string Credentials = "spec.credentials";
    private const string Tls = "spec.tls";

    /// <summary>The connection; what cannot be had is told among the findings.</summary>
    public static SourceConnection Read(IDeclaredSource source, IReadOnlyDictionary<ObjectKey, SecretAnswer> secrets, SourceFindings findings)
    {
        var reader = new SecretReader(source, secrets, findings);
        var who = Who(source.Spec, reader);
        Tell(findings, who, $"{Credentials}.secretRef");
        if (source.Spec.Pushed is not null && who.BearerToken is { Length: < PushedLimits.ShortestToken })
        {
            findings.Unusable($"{Credentials}.tokenKey", $"a token must have at least {PushedLimits.ShortestToken} characters");
        }

        var trust = Trust(source.Spec.Tls, reader);
        Tell(findings, trust, $"{Tls}.secretRef");
        return trust with { User = who.User, Password = who.Password, BearerToken = who.BearerToken };
    }

    private static SourceConnection Who(MetricSourceSpec spec, SecretReader reader)
    {
        if (spec.Credentials is not { } credentials || reader.Open($"{Credentials}.secretRef", credentials.SecretRef) is not { } data)
        {
            return new SourceConnection();
        }

        if ((credentials.TokenKey ?? (spec.Pushed is null ? null : "token")) is { } token)
        {
            return new SourceConnection { BearerToken = reader.Text($"{Credentials}.tokenKey", credentials.SecretRef, data, token) };
        }

        return new SourceConnection
        {
            User = reader.Text($"{Credentials}.usernameKey", credentials.SecretRef, data, credentials.UsernameKey ?? "username"),
            Password = reader.Text($"{Credentials}.passwordKey", credentials.SecretRef, data, credentials.PasswordKey ?? "password"),
        };
    }

    private static SourceConnection Trust(TlsSpec? tls, SecretReader reader)
    {
        var plain = new SourceConnection { SkipVerify = tls?.InsecureSkipVerify ?? false, ServerName = tls?.ServerName };
        if (tls?.SecretRef is not { } reference || reader.Open($"{Tls}.secretRef", reference) is not { } data)
        {
            return plain;
        }

        // What the usual kinds of Secrets hold is taken where it is; what the user names must be there.
        string? Key(string field, string? named, string usual) =>
            named is null ? SecretReader.Find(data, usual) : reader.Text($"{Tls}.{field}", reference, data, named);
        return plain with
        {
            AuthorityPem = Key("caKey", tls.CaKey, "ca.crt"),
            ClientCertificatePem = Key("certificateKey", tls.CertificateKey, "tls.crt"),
            ClientKeyPem = Key("privateKeyKey", tls.PrivateKeyKey, "tls.key"),
        };
    }

    private static void Tell(SourceFindings findings, SourceConnection connection, string field)
    {
        foreach (var problem in connection.Problems)
        {
            findings.Unusable(field, problem);
        }
    }
}
