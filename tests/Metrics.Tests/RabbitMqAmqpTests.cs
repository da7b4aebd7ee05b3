using Autoscale.Metrics.Control;
using Autoscale.Metrics.Sources;
using Autoscale.Testing;

namespace Autoscale.Metrics.Tests;

/// <summary>A real broker that is asked over AMQP, and over TLS.</summary>
[Collection(RabbitMqFixture.Name)]
public sealed class RabbitMqAmqpTests(RabbitMqFixture fixture)
{
    private RabbitMqServer Server => fixture.Server;

    [RabbitMqFact]
    public async Task Amqp_NamedQueue_TellsWhatWaitsAndWhoConsumes()
    {
        await Server.DeclareAsync("named");
        await Server.PublishAsync("named");
        await using var reading = new BrokerReading(Server, OverAmqp);

        Assert.Equal("1", await reading.ReadAsync(QueueSeries.Ready, "queue=named"));
        Assert.Equal("0", reading.Now(QueueSeries.Consumers, "queue=named"));
        Assert.Equal(
            "broker is asked over AMQP, which does not tell that of queue named of virtual host /", reading.Now(QueueSeries.Unacknowledged, "queue=named"));
        Assert.StartsWith("broker is asked over AMQP, which", reading.Now(QueueSeries.DrainTime, "queue=named"), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task Amqp_UnknownQueue_SaysSoForItAlone()
    {
        await Server.DeclareAsync("named");
        await using var reading = new BrokerReading(Server, options => OverAmqp(options) with { Queues = ["missing", "named"] });

        Assert.Equal("broker has no queue missing of virtual host /", await reading.ReadAsync(QueueSeries.Ready, "queue=missing"));
        Assert.NotNull(reading.Now(QueueSeries.Ready, "queue=named"));
        Assert.Null(reading.Source.Health.Problem);
    }

    [RabbitMqFact]
    public async Task Auto_NoManagementApi_AsksOverAmqp()
    {
        await Server.DeclareAsync("named");
        await using var reading = new BrokerReading(Server, options => options with
        {
            Management = $"http://127.0.0.1:{FreePort.Take()}",
            Offers =
            [
                new() { Name = "one", Series = QueueSeries.Ready, Queue = "named" },
                new() { Name = "many", Series = QueueSeries.Ready, Queue = "na*", Aggregation = QueueAggregation.Sum },
            ],
        });

        Assert.NotNull(await reading.ReadAsync("one"));
        Assert.Equal("broker is asked over AMQP, which lists no queues", reading.Now("many"));
        Assert.EndsWith("nothing is known of na*", reading.Source.Health.Problem, StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task Amqp_WrongPassword_SaysSoWithoutIt()
    {
        await using var reading = new BrokerReading(
            Server, options => OverAmqp(options) with { Connection = new() { User = Server.User, Password = "s3cret" } });

        Assert.Equal("broker: it refused the name, the password or the certificate (AMQP)", await reading.ReadAsync(QueueSeries.Ready));
    }

    [RabbitMqFact]
    public async Task Amqp_UnknownVirtualHost_SaysWhich()
    {
        await using var reading = new BrokerReading(Server, options => OverAmqp(options) with { Address = options.Address + "/no%2Fwhere" });

        Assert.Equal("broker: it has no virtual host no/where, or not for this user (AMQP)", await reading.ReadAsync(QueueSeries.Ready));
    }

    [RabbitMqFact]
    public async Task Amqps_ClientCertificate_LogsInByIt()
    {
        await Server.DeclareAsync("named");
        await Server.PutAsync("users/watcher", """{"password_hash":"","tags":""}""");
        await Server.PutAsync("permissions/%2F/watcher", """{"configure":".*","write":"","read":".*"}""");
        var (certificate, key) = Server.Authority.Issue("watcher");
        await using var reading = new BrokerReading(Server, options => OverTls(options) with
        {
            Connection = new() { AuthorityPem = Server.Authority.Pem, ClientCertificatePem = certificate, ClientKeyPem = key },
        });

        Assert.Equal("0", await reading.ReadAsync(QueueSeries.Consumers, "queue=named"));
    }

    [RabbitMqFact]
    public async Task Amqps_WrongAuthority_SaysSo()
    {
        using var other = new TestAuthority();
        await using var reading = new BrokerReading(
            Server, options => OverTls(options) with { Connection = options.Connection with { AuthorityPem = other.Pem } });

        Assert.Contains("certificate", await reading.ReadAsync(QueueSeries.Ready), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task Https_WrongAuthority_SaysSoAndTheRightOneReads()
    {
        await Server.DeclareAsync("named");
        using var other = new TestAuthority();
        await using var wrong = new BrokerReading(Server, options => Secure(options, other));
        await using var right = new BrokerReading(Server, options => Secure(options, Server.Authority));

        Assert.StartsWith("broker: no TLS with it: ", await wrong.ReadAsync(QueueSeries.Consumers, "queue=named"), StringComparison.Ordinal);
        Assert.NotNull(await right.ReadAsync(QueueSeries.Ready, "queue=named"));
        Assert.Null(right.Source.Health.Problem);
    }

    private static RabbitMqSourceOptions OverAmqp(RabbitMqSourceOptions options) =>
        options with { Transport = RabbitMqTransport.Amqp, Queues = ["named"] };

    private RabbitMqSourceOptions OverTls(RabbitMqSourceOptions options) =>
        OverAmqp(options) with { Address = $"amqps://localhost:{Server.TlsPort}" };

    private RabbitMqSourceOptions Secure(RabbitMqSourceOptions options, TestAuthority authority) => options with
    {
        Management = $"https://localhost:{Server.SecureManagementPort}",
        Connection = options.Connection with { AuthorityPem = authority.Pem },
    };
}
