using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Autoscale.Testing;

namespace Autoscale.Admission.Tests.Certificates;

public sealed class CertificateKeeperTests
{
    private static readonly CertificateTerms Terms = UpkeepReplica.Terms with { Names = ["127.0.0.1"] };

    private readonly JumpingClock _clock = new();

    [Fact]
    public async Task Start_NoSecret_MakesOneAndServesWithIt()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        var stored = await cluster.StoredAsync();

        Assert.Equal(stored?.Serving.Certificate.Thumbprint, replica.Keeper.Serving?.Thumbprint);
        Assert.Equal(stored?.CaBundle(_clock.GetUtcNow()), replica.Keeper.CaBundle);
        Assert.Equal("kubernetes.io/tls", (await cluster.SecretAsync())?.Type);
    }

    [Fact]
    public async Task Start_SecretOfAnotherReplica_ServesWithItAndWritesNothing()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        var made = WebhookCertificate.Create(Terms, _clock.GetUtcNow(), []);
        await cluster.CreateSecretAsync(made);
        cluster.Writes.Clear();

        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        Assert.Equal(made.Serving.Certificate.Thumbprint, replica.Keeper.Serving?.Thumbprint);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task Start_SeveralReplicasAtOnce_AllServeWithTheSame()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        var replicas = Enumerable.Range(0, 4).Select(_ => new UpkeepReplica(cluster.Client, _clock)).ToList();

        await Task.WhenAll(replicas.Select(replica => replica.Keeper.WaitAsync(CancellationToken.None)));

        var thumbprints = replicas.Select(replica => replica.Keeper.Serving?.Thumbprint);
        Assert.Equal((await cluster.StoredAsync())?.Serving.Certificate.Thumbprint, Assert.Single(thumbprints.Distinct()));
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("tls.key", null)]
    [InlineData("ca.crt", "no certificate")]
    [InlineData("ca.key", "")]
    [InlineData("tls.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task Start_SecretDamaged_IsReplaced(string key, string? damage)
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await cluster.CreateSecretAsync(WebhookCertificate.Create(Terms, _clock.GetUtcNow(), []));
        await cluster.SpoilSecretAsync(key, damage);

        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        Assert.Equal((await cluster.StoredAsync())?.Serving.Certificate.Thumbprint, replica.Keeper.Serving?.Thumbprint);
    }

    [Fact]
    public async Task Start_SecretEmpty_IsFilled()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await cluster.CreateSecretAsync(new Dictionary<string, byte[]> { ["note"] = Encoding.UTF8.GetBytes("by hand") });

        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        Assert.NotNull(await cluster.StoredAsync());
        Assert.Contains("note", (await cluster.SecretAsync())!.Data!);
    }

    [Fact]
    public async Task Start_EverythingExpired_ServesWithNewOnes()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await cluster.CreateSecretAsync(WebhookCertificate.Create(Terms, _clock.GetUtcNow().AddDays(-300), []));

        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        Assert.True(WebhookCertificate.IsInForce(replica.Keeper.Serving!, _clock.GetUtcNow()));
        Assert.Single(AuthorityBundle.Read(replica.Keeper.CaBundle));
    }

    [Fact]
    public async Task Start_ApiUnreachable_WaitsForIt()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        cluster.IsDown = true;
        await using var replica = new UpkeepReplica(cluster.Client, _clock);
        Assert.Null(replica.Keeper.Serving);

        cluster.IsDown = false;
        await replica.Keeper.WaitAsync(CancellationToken.None);

        Assert.NotNull(replica.Keeper.Serving);
    }

    [Fact]
    public async Task Run_ApiUnreachableAtRenewal_ServesOnAndRenewsLater()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);
        var before = (await cluster.StoredAsync())!;

        cluster.IsDown = true;
        _clock.Jump(TimeSpan.FromDays(8));
        await replica.ServesAsync(before, "serving with the certificate of before");
        cluster.IsDown = false;

        var after = await cluster.StoredEventuallyAsync(stored => !IsSame(stored, before), "a renewed certificate");
        await replica.ServesAsync(after, "serving with the renewed certificate");
    }

    [Fact]
    public async Task Run_SecretDeleted_IsRestoredAsItWas()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);
        var before = (await cluster.StoredAsync())!;

        await cluster.DeleteSecretAsync();

        var after = await cluster.StoredEventuallyAsync(_ => true, "the Secret restored");
        Assert.Equal(before.ToData(), after.ToData());
    }

    [Fact]
    public async Task Run_SecretDamaged_IsRestoredAsItWas()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);
        var before = (await cluster.StoredAsync())!;

        await cluster.SpoilSecretAsync("tls.crt", "no certificate");

        var after = await cluster.StoredEventuallyAsync(_ => true, "the Secret restored");
        Assert.Equal(before.ToData(), after.ToData());
    }

    [Fact]
    public async Task Run_AtTwoThirdsOfLife_AllReplicasServeWithOneNewCertificate()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var first = await UpkeepReplica.StartAsync(cluster, _clock);
        await using var second = await UpkeepReplica.StartAsync(cluster, _clock);
        var before = (await cluster.StoredAsync())!;
        cluster.Writes.Clear();

        _clock.Jump(TimeSpan.FromDays(7));

        var after = await cluster.StoredEventuallyAsync(stored => !IsSame(stored, before), "a renewed certificate");
        await first.ServesAsync(after, "the first serving with it");
        await second.ServesAsync(after, "the second serving with it");
        Assert.Equal(before.Authority.Certificate.Thumbprint, after.Authority.Certificate.Thumbprint);
        Assert.True(IsSame(after, (await cluster.StoredAsync())!));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task Run_ClockJumps_ServesWhatIsGoodByTheNewTime(int days)
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = await UpkeepReplica.StartAsync(cluster, _clock);

        _clock.Jump(TimeSpan.FromDays(days));

        await Eventually.TrueAsync(
            () => Task.FromResult(WebhookCertificate.IsInForce(replica.Keeper.Serving!, _clock.GetUtcNow())), "a certificate in force");
        Assert.True(AuthorityBundle.Trusts(replica.Keeper.CaBundle, (await cluster.StoredAsync())!.Authority.Certificate));
    }

    [Fact]
    public async Task Telemetry_OfARestoredSecret_TellsOfItAndOfTheTimeLeft()
    {
        await using var cluster = await UpkeepCluster.StartAsync();
        await using var replica = new UpkeepReplica(cluster.Client, _clock);
        using var listener = new MeterListener();
        var seen = new ConcurrentQueue<string>();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, replica.Meters))
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue($"{instrument.Name} {tags[0].Value}"));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Enqueue($"{instrument.Name} {tags[0].Value} {tags[1].Value} {value > 800_000}"));
        listener.Start();

        await replica.Keeper.WaitAsync(CancellationToken.None);
        await cluster.DeleteSecretAsync();
        await Eventually.TrueAsync(() => Task.FromResult(seen.Contains("autoscale.admission.certificate.renewals restored")), "the count");
        listener.RecordObservableInstruments();

        Assert.Contains("autoscale.admission.certificate.expiry webhook serving True", seen);
        Assert.Contains("autoscale.admission.certificate.expiry webhook authority True", seen);
    }

    private static bool IsSame(WebhookCertificate one, WebhookCertificate other) =>
        one.Serving.Certificate.Thumbprint == other.Serving.Certificate.Thumbprint;
}
