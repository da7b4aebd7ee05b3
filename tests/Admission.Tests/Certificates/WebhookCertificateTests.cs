using System.Security.Cryptography.X509Certificates;

namespace Autoscale.Admission.Tests.Certificates;

public sealed class WebhookCertificateTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly CertificateTerms Terms = new(["webhook.autoscale-system.svc", "127.0.0.1"])
    {
        ServingLifetime = TimeSpan.FromDays(90),
        AuthorityLifetime = TimeSpan.FromDays(730),
    };

    private static WebhookCertificate New(DateTimeOffset now) => WebhookCertificate.Create(Terms, now, []);

    [Theory]
    [InlineData("webhook.autoscale-system.svc", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("autoscale-system.svc", false)]
    public void Create_TrustedByItsBundle_ServesItsNamesAlone(string name, bool expected)
    {
        var made = New(Start);

        Assert.True(IsTrusted(made.Serving.Certificate, made.CaBundle(Start), Start));
        Assert.Equal(expected, made.Serving.Certificate.MatchesHostname(name, allowCommonName: false));
    }

    [Fact]
    public void Create_LifeOfSeconds_IsNotCutShort()
    {
        var terms = Terms with { ServingLifetime = TimeSpan.FromSeconds(2), AuthorityLifetime = TimeSpan.FromSeconds(6) };
        var now = Start.AddMilliseconds(700);

        var made = WebhookCertificate.Create(terms, now, []);

        Assert.InRange(made.Serving.Certificate.NotAfter - now, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var made = New(Start).Renew(Terms, Start.AddDays(450)).Renew(Terms, Start.AddDays(500));

        var read = WebhookCertificate.Read(Present(made));

        Assert.Equal(made.ToData(), read?.ToData());
        Assert.NotNull(read?.Former);
        Assert.Single(read.FormerAuthorities);
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("ca.key")]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    public void Read_APartAbsentDamagedOrForeign_IsNull(string key)
    {
        var data = Present(New(Start));
        var foreign = Present(New(Start));

        var without = data.Where(pair => pair.Key != key).ToDictionary();

        Assert.Null(WebhookCertificate.Read(without));
        Assert.Null(WebhookCertificate.Read(new Dictionary<string, byte[]>(without) { [key] = data[key][..^40] }));
        Assert.Null(WebhookCertificate.Read(new Dictionary<string, byte[]>(without) { [key] = [0xff, 0, 1] }));
        Assert.Null(WebhookCertificate.Read(new Dictionary<string, byte[]>(without) { [key] = foreign[key] }));
    }

    [Fact]
    public void Read_ServingPairOfAnotherAuthority_IsNull()
    {
        var data = Present(New(Start));
        var foreign = Present(New(Start));

        data["tls.crt"] = foreign["tls.crt"];
        data["tls.key"] = foreign["tls.key"];

        Assert.Null(WebhookCertificate.Read(data));
    }

    [Fact]
    public void Read_NoSecret_IsNull() => Assert.Null(WebhookCertificate.Read(null));

    [Theory]
    [InlineData(0, false)]
    [InlineData(59.9, false)]
    [InlineData(60.1, true)]
    [InlineData(100, true)]
    public void Renew_AtTwoThirdsOfLife_ServesAnewUnderTheSameAuthority(double days, bool isRenewed)
    {
        var made = New(Start);

        var later = made.Renew(Terms, Start.AddDays(days));

        Assert.Equal(isRenewed, later.Serving != made.Serving);
        Assert.Same(made.Authority, later.Authority);
        Assert.True(IsTrusted(later.Serving.Certificate, made.CaBundle(Start), Start.AddDays(Math.Min(days, 89))));
    }

    [Fact]
    public void RenewalTime_IsWhenRenewBegins()
    {
        var made = New(Start);

        var time = made.RenewalTime(Terms);

        Assert.Same(made, made.Renew(Terms, time.AddSeconds(-1)));
        Assert.NotSame(made, made.Renew(Terms, time));
    }

    [Fact]
    public void Renew_AuthorityAtTwoThirds_TrustsBothUntilTheOldOneExpires()
    {
        var made = New(Start);

        var later = made.Renew(Terms, Start.AddDays(500));

        Assert.NotEqual(made.Authority.Certificate.Subject, later.Authority.Certificate.Subject);
        Assert.Equal(2, AuthorityBundle.Read(later.CaBundle(Start.AddDays(729))).Count);
        Assert.Single(AuthorityBundle.Read(later.CaBundle(Start.AddDays(731))));
        Assert.True(IsTrusted(later.Serving.Certificate, later.CaBundle(Start), Start.AddDays(501)));
        Assert.True(IsTrusted(made.Serving.Certificate, later.CaBundle(Start), Start.AddDays(1)));
    }

    [Fact]
    public void Renew_AuthorityAtTwoThirds_KeepsTheServingCertificateThatIsTrusted()
    {
        var young = New(Start).Renew(Terms, Start.AddDays(450));

        var later = young.Renew(Terms, Start.AddDays(500));

        Assert.Same(young.Serving, later.Former);
    }

    [Fact]
    public void Renew_ServingUnderANewAuthority_KeepsTheOldOnesLastCertificate()
    {
        var succeeded = New(Start).Renew(Terms, Start.AddDays(450)).Renew(Terms, Start.AddDays(500));

        var later = succeeded.Renew(Terms, Start.AddDays(565));

        Assert.NotSame(succeeded.Serving, later.Serving);
        Assert.Same(succeeded.Former, later.Former);
    }

    [Fact]
    public void Renew_EverythingExpired_BeginsAnew()
    {
        var now = Start.AddDays(1000);

        var later = New(Start).Renew(Terms, now);

        Assert.Null(later.Former);
        Assert.Single(AuthorityBundle.Read(later.CaBundle(now)));
        Assert.True(IsTrusted(later.Serving.Certificate, later.CaBundle(now), now));
    }

    [Fact]
    public void Renew_ClockJumpedBackBeforeItsTime_ServesWhatIsGoodByBothClocks()
    {
        var past = Start.AddDays(-30);

        var later = New(Start).Renew(Terms, past);

        Assert.True(IsTrusted(later.Serving.Certificate, later.CaBundle(past), past));
        Assert.True(IsTrusted(later.Serving.Certificate, later.CaBundle(past), Start));
    }

    [Fact]
    public void Renew_ClockJumpedAheadAndBack_KeepsWhatIsGoodByBothClocks()
    {
        var ahead = New(Start).Renew(Terms, Start.AddDays(400));

        Assert.True(IsTrusted(ahead.Serving.Certificate, ahead.CaBundle(Start), Start));
        Assert.Same(ahead, ahead.Renew(Terms, Start));
    }

    [Fact]
    public void Renew_ReplicasWantOtherLifetimes_TheyAgree()
    {
        var brief = Terms with { ServingLifetime = TimeSpan.FromDays(3), AuthorityLifetime = TimeSpan.FromDays(9) };

        var agreed = WebhookCertificate.Create(brief, Start, []).Renew(Terms, Start);

        Assert.Same(agreed, agreed.Renew(brief, Start));
        Assert.Same(agreed, agreed.Renew(Terms, Start));
    }

    [Fact]
    public void Renew_ReplicasWantOtherNames_TheyAgreeUntilTheNextRenewal()
    {
        var other = Terms with { Names = ["webhook.elsewhere.svc", "::1"] };

        var agreed = New(Start).Renew(other, Start);
        var later = agreed.Renew(Terms, Start.AddDays(70));

        Assert.Same(agreed, agreed.Renew(Terms, Start));
        Assert.Same(agreed, agreed.Renew(other, Start));
        Assert.True(agreed.Serving.Certificate.MatchesHostname("127.0.0.1"));
        Assert.False(later.Serving.Certificate.MatchesHostname("webhook.elsewhere.svc"));
    }

    [Fact]
    public void Renew_ClockJumpedFarAhead_ServesWhatIsGoodByOtherClocksToo()
    {
        var ahead = New(Start).Renew(Terms, Start.AddDays(700));

        Assert.True(IsTrusted(ahead.Serving.Certificate, ahead.CaBundle(Start), Start));
    }

    [Fact]
    public void Renew_ANameIsMissing_ServesAnew()
    {
        var made = New(Start);
        var terms = Terms with { Names = [.. Terms.Names, "10.0.0.7"] };

        var later = made.Renew(terms, Start);

        Assert.True(later.Serving.Certificate.MatchesHostname("10.0.0.7"));
        Assert.Same(made.Authority, later.Authority);
        Assert.Same(later, later.Renew(terms, Start));
    }

    [Fact]
    public void Create_AuthoritiesOfBefore_AreTrustedOnWhileTheyLast()
    {
        var old = New(Start.AddDays(-100));
        var gone = New(Start.AddDays(-1000));

        var made = WebhookCertificate.Create(Terms, Start, [old.Authority.Certificate, gone.Authority.Certificate]);

        Assert.True(AuthorityBundle.Trusts(made.CaBundle(Start), old.Authority.Certificate));
        Assert.False(AuthorityBundle.Trusts(made.CaBundle(Start), gone.Authority.Certificate));
    }

    private static Dictionary<string, byte[]> Present(WebhookCertificate certificate) =>
        certificate.ToData().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);

    private static bool IsTrusted(X509Certificate2 certificate, byte[] bundle, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(AuthorityBundle.Read(bundle).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        chain.ChainPolicy.VerificationTime = at.LocalDateTime;
        return chain.Build(certificate);
    }
}
