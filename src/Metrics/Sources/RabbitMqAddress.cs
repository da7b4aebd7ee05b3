namespace Autoscale.Metrics.Sources;

/// <summary>
/// Where a broker's management API is and who asks it; made of the broker's amqp:// or amqps:// address. Its text form and its
/// errors never hold credentials.
/// </summary>
public sealed class RabbitMqAddress
{
    private const int ManagementOffset = 10000;

    private RabbitMqAddress(Uri amqp, Uri management, (string User, string Password)? credentials, string? virtualHost)
    {
        Amqp = amqp;
        Management = management;
        HasCredentials = credentials is not null;
        (User, Password) = credentials ?? ("guest", "guest");
        VirtualHost = virtualHost;
    }

    /// <summary>The broker itself: scheme, host and port, without credentials and path.</summary>
    public Uri Amqp { get; }

    /// <summary>Root of the management server, ending in a slash.</summary>
    public Uri Management { get; }

    /// <summary>Whether the address holds a name, so that it is not guest's by default.</summary>
    public bool HasCredentials { get; }

    /// <summary>Name of the user; guest unless the address has one.</summary>
    public string User { get; }

    /// <summary>Password of the user; guest unless the address has one.</summary>
    public string Password { get; }

    /// <summary>The only virtual host whose queues are read, or null for all that the user may see.</summary>
    public string? VirtualHost { get; }

    /// <summary>
    /// Reads a broker's address. Without a management address it is taken to be on the same host, 10000 above the AMQP port
    /// (15672 for 5672, 15671 for 5671); credentials in the management address count before those in the broker's.
    /// A path names the one virtual host to read. Throws <see cref="FormatException"/>.
    /// </summary>
    public static RabbitMqAddress Parse(string address, string? management = null)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var amqp) || amqp.Scheme is not ("amqp" or "amqps") || amqp.Host.Length == 0)
        {
            throw new FormatException("the broker's address is not of the form amqp://user:password@host:port/vhost");
        }

        var root = management is null ? Derive(amqp) : Check(management);
        var credentials = Credentials(root.UserInfo.Length > 0 ? root.UserInfo : amqp.UserInfo);
        var host = amqp.AbsolutePath.TrimStart('/');
        var bare = new UriBuilder(root) { UserName = "", Password = "", Query = "", Fragment = "" };
        bare.Path = bare.Path.TrimEnd('/') + "/";
        var broker = new UriBuilder(amqp.Scheme, amqp.Host, PortOf(amqp)).Uri;
        return new RabbitMqAddress(broker, bare.Uri, credentials, host.Length == 0 ? null : Uri.UnescapeDataString(host));
    }

    /// <summary>The broker as it is named in reasons: its management host and port.</summary>
    public override string ToString() => $"rabbitmq at {Management.Host}:{Management.Port}";

    private static Uri Derive(Uri amqp)
    {
        var secure = amqp.Scheme == "amqps";
        var port = PortOf(amqp) + ManagementOffset;
        return port <= ushort.MaxValue
            ? new UriBuilder(secure ? "https" : "http", amqp.Host, port).Uri
            : throw new FormatException($"the broker's management port cannot be {port}: give the management address");
    }

    private static int PortOf(Uri amqp) => amqp.Port > 0 ? amqp.Port : amqp.Scheme == "amqps" ? 5671 : 5672;

    private static Uri Check(string management) =>
        Uri.TryCreate(management, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new FormatException("the broker's management address is not of the form http://host:port");

    private static (string User, string Password)? Credentials(string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return (userInfo.Length, colon) switch
        {
            (0, _) => null,
            (_, < 0) => (Uri.UnescapeDataString(userInfo), ""),
            _ => (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..])),
        };
    }
}
