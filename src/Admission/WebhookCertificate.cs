using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Admission;

/// <summary>
/// The certificate that the webhook serves with and the authority behind it, as the replicas share them; and of those that went
/// before, what some replica may still serve with. Each is renewed at two thirds of its life, so that a month's outage does no harm.
/// </summary>
public sealed record WebhookCertificate
{
    // Clocks of other machines may be as far behind.
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private const string AuthorityKey = "ca.crt";
    private const string AuthorityPrivateKey = "ca.key";
    private const string ServingKey = "tls.crt";
    private const string ServingPrivateKey = "tls.key";
    private const string FormerKey = "previous-tls.crt";
    private const string FormerPrivateKey = "previous-tls.key";
    private const string FormerAuthoritiesKey = "previous-ca.crt";

    private WebhookCertificate(CertifiedKey authority, CertifiedKey serving)
    {
        Authority = authority;
        Serving = serving;
    }

    /// <summary>The authority that signs serving certificates now.</summary>
    public CertifiedKey Authority { get; private init; }

    /// <summary>The newest serving certificate, signed by <see cref="Authority"/>.</summary>
    public CertifiedKey Serving { get; private init; }

    /// <summary>The last serving certificate of the authority before, for who starts while the new one is not trusted yet; or null.</summary>
    public CertifiedKey? Former { get; private init; }

    /// <summary>Authorities of before, the newest first.</summary>
    public IReadOnlyList<X509Certificate2> FormerAuthorities { get; private init; } = [];

    /// <summary>Makes an authority and a serving certificate; the given authorities are trusted on until they expire.</summary>
    public static WebhookCertificate Create(CertificateTerms terms, DateTimeOffset now, IEnumerable<X509Certificate2> trusted)
    {
        var former = trusted.Where(authority => !IsOver(authority, now)).ToList();

        // One that replaces others begins no later than they did: to whoever's clock they were good, it is good, too.
        var from = former.Select(authority => new DateTimeOffset(authority.NotBefore)).Append(now - Skew).Min();
        var authority = CertificateIssue.Authority(from, WholeSeconds(now + terms.AuthorityLifetime));
        return new(authority, Serve(authority, terms, now)) { FormerAuthorities = former };
    }

    /// <summary>Reads what <see cref="ToData"/> wrote; null when anything is absent or damaged, or does not belong together.</summary>
    public static WebhookCertificate? Read(IReadOnlyDictionary<string, byte[]>? data)
    {
        if (data is null
            || CertifiedKey.Read(data.GetValueOrDefault(AuthorityKey), data.GetValueOrDefault(AuthorityPrivateKey)) is not { } authority
            || CertifiedKey.Read(data.GetValueOrDefault(ServingKey), data.GetValueOrDefault(ServingPrivateKey)) is not { } serving
            || !CertificateIssue.HasSigned(authority.Certificate, serving.Certificate))
        {
            return null;
        }

        return new(authority, serving)
        {
            Former = CertifiedKey.Read(data.GetValueOrDefault(FormerKey), data.GetValueOrDefault(FormerPrivateKey)),
            FormerAuthorities = AuthorityBundle.Read(data.GetValueOrDefault(FormerAuthoritiesKey)),
        };
    }

    /// <summary>The contents of the Secret, by key; null for a key that must not be there.</summary>
    public IReadOnlyDictionary<string, byte[]?> ToData() => new Dictionary<string, byte[]?>
    {
        [AuthorityKey] = Authority.CertificatePem,
        [AuthorityPrivateKey] = Authority.KeyPem,
        [ServingKey] = Serving.CertificatePem,
        [ServingPrivateKey] = Serving.KeyPem,
        [FormerKey] = Former?.CertificatePem,
        [FormerPrivateKey] = Former?.KeyPem,
        [FormerAuthoritiesKey] = FormerAuthorities.Count == 0 ? null : AuthorityBundle.Write(FormerAuthorities),
    };

    /// <summary>The authorities to trust, the newest first, without those that have expired.</summary>
    public byte[] CaBundle(DateTimeOffset now) =>
        AuthorityBundle.Write(FormerAuthorities.Where(authority => !IsOver(authority, now)).Prepend(Authority.Certificate));

    /// <summary>
    /// This, or what must take its place: a new serving certificate when the old one is in its last third, expired, not yet valid
    /// or for other names; a new authority as well when that is so of the authority. The old one is then trusted until it expires.
    /// </summary>
    public WebhookCertificate Renew(CertificateTerms terms, DateTimeOffset now)
    {
        if (IsAuthorityDue(terms, now))
        {
            return Create(terms, now, FormerAuthorities.Prepend(Authority.Certificate)) with { Former = IsOver(Serving.Certificate, now) ? null : Serving };
        }

        if (IsDue(Serving.Certificate, terms.ServingLifetime, now))
        {
            return this with { Serving = Serve(Authority, terms, now) };
        }

        // Replicas that are being replaced may want other names: each adds its own, or they would keep each other busy.
        return IsDue(terms, now) ? this with { Serving = Serve(Authority, terms with { Names = [.. Names().Union(terms.Names)] }, now) } : this;
    }

    /// <summary>Whether <see cref="Renew"/> would make anything new.</summary>
    public bool IsDue(CertificateTerms terms, DateTimeOffset now) =>
        IsAuthorityDue(terms, now) || IsDue(Serving.Certificate, terms.ServingLifetime, now) || !terms.Names.All(Covers);

    /// <summary>When something is due for renewal, if the clock does not jump.</summary>
    public DateTimeOffset RenewalTime(CertificateTerms terms)
    {
        var serving = Serving.Certificate.NotAfter - (terms.ServingLifetime / 3);
        var authority = Authority.Certificate.NotAfter - (terms.AuthorityLifetime / 3);
        return serving < authority ? serving : authority;
    }

    /// <summary>Whether a serving certificate is good at this time.</summary>
    public static bool IsInForce(X509Certificate2 certificate, DateTimeOffset now) => certificate.NotBefore <= now && !IsOver(certificate, now);

    private static bool IsDue(X509Certificate2 certificate, TimeSpan lifetime, DateTimeOffset now) =>
        !IsInForce(certificate, now) || certificate.NotAfter - now <= lifetime / 3;

    private bool IsAuthorityDue(CertificateTerms terms, DateTimeOffset now) => IsDue(Authority.Certificate, terms.AuthorityLifetime, now);

    private static bool IsOver(X509Certificate2 certificate, DateTimeOffset now) => certificate.NotAfter <= now;

    private static CertifiedKey Serve(CertifiedKey authority, CertificateTerms terms, DateTimeOffset now)
    {
        var end = WholeSeconds(now + terms.ServingLifetime);
        var last = new DateTimeOffset(authority.Certificate.NotAfter);
        return CertificateIssue.Serving(authority.Certificate, terms.Names, end < last ? end : last);
    }

    // Certificates count whole seconds; a life of a few of them must not be cut short.
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) =>
        new(((time.UtcTicks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    private IEnumerable<string> Names()
    {
        var names = Serving.Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return names.SelectMany(some => some.EnumerateDnsNames().Concat(some.EnumerateIPAddresses().Select(address => address.ToString())));
    }

    private bool Covers(string name) => Serving.Certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false);
}
