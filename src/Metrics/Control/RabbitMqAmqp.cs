using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Autoscale.Metrics.Sources;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Asks queues over AMQP how many messages wait and how many consumers there are, by passive declares on one connection to each virtual
/// host, which is shared by all queues of it.
/// </summary>
internal sealed class RabbitMqAmqp(RabbitMqAddress address, SourceConnection connection) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, IConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IChannel> _channels = new(StringComparer.Ordinal);

    /// <summary>
    /// What a queue says of itself at this moment; null when there is no such queue. Throws when AMQP does not answer, an
    /// <see cref="InvalidDataException"/> where the reason is known.
    /// </summary>
    public async Task<QueueDeclareOk?> AskAsync(string virtualHost, string queue, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await OpenAsync(virtualHost, cancellationToken);
            return await channel.QueueDeclarePassiveAsync(queue, cancellationToken);
        }
        catch (OperationInterruptedException gone) when (gone.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            // The broker closes the channel with that.
            _channels.Remove(virtualHost);
            return null;
        }
        catch (Exception problem)
        {
            await DropAsync(virtualHost);
            if (RabbitMqRefusal.Of(problem, virtualHost) is string reason)
            {
                throw new InvalidDataException(reason, problem);
            }

            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var connected in _connections.Values)
        {
            await connected.DisposeAsync();
        }

        _connections.Clear();
        _channels.Clear();
    }

    // An answer that came late on this channel would be taken for the next queue's.
    private async Task DropAsync(string virtualHost)
    {
        if (_channels.Remove(virtualHost, out var channel))
        {
            await channel.DisposeAsync();
        }
    }

    private async Task<IChannel> OpenAsync(string virtualHost, CancellationToken cancellationToken)
    {
        if (_channels.Remove(virtualHost, out var known) && known.IsOpen)
        {
            _channels.Add(virtualHost, known);
            return known;
        }

        if (known is not null)
        {
            await known.DisposeAsync();
        }

        var connected = await ConnectAsync(virtualHost, cancellationToken);
        var channel = await connected.CreateChannelAsync(cancellationToken: cancellationToken);
        _channels.Add(virtualHost, channel);
        return channel;
    }

    private async Task<IConnection> ConnectAsync(string virtualHost, CancellationToken cancellationToken)
    {
        if (_connections.Remove(virtualHost, out var known))
        {
            if (known.IsOpen)
            {
                _connections.Add(virtualHost, known);
                return known;
            }

            await known.DisposeAsync();
        }

        var connected = await NewFactory(virtualHost).CreateConnectionAsync(cancellationToken);
        _connections.Add(virtualHost, connected);
        return connected;
    }

    private ConnectionFactory NewFactory(string virtualHost)
    {
        var factory = new ConnectionFactory
        {
            HostName = address.Amqp.Host,
            Port = address.Amqp.Port,
            VirtualHost = virtualHost,
            AutomaticRecoveryEnabled = false,
            RequestedConnectionTimeout = Limit,
            ContinuationTimeout = Limit,
            HandshakeContinuationTimeout = Limit,
            ClientProvidedName = "autoscale",
            Ssl = NewTls(),
        };
        if (connection.User is null && connection.ClientCertificatePem is not null)
        {
            factory.AuthMechanisms = [new ExternalMechanismFactory()];
        }
        else
        {
            (factory.UserName, factory.Password) = (connection.User ?? "", connection.Password ?? "");
        }

        return factory;
    }

    private SslOption NewTls()
    {
        if (address.Amqp.Scheme != "amqps")
        {
            return new SslOption { Enabled = false };
        }

        var tls = connection.NewTlsOptions();
        var option = new SslOption(tls.TargetHost ?? address.Amqp.Host) { Enabled = true };
        if (tls.ClientCertificateContext is { } shown)
        {
            option.Certs = [shown.TargetCertificate];
        }

        option.CertificateValidationCallback = tls.RemoteCertificateValidationCallback ?? (tls.CertificateChainPolicy is { } policy
            ? (_, certificate, chain, errors) => IsTrusted(policy, certificate, chain, errors)
            : null);
        return option;
    }

    // The client has no place for a policy of chains, which HttpClient applies by itself.
    private static bool IsTrusted(X509ChainPolicy policy, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0 || certificate is not X509Certificate2 own)
        {
            return false;
        }

        using var chain = new X509Chain { ChainPolicy = policy.Clone() };
        chain.ChainPolicy.ExtraStore.AddRange(sent?.ChainElements.Select(element => element.Certificate).ToArray() ?? []);
        return chain.Build(own);
    }
}
