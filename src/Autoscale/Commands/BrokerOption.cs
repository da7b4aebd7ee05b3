using System.CommandLine;
using System.CommandLine.Parsing;
using Autoscale.Metrics.Control;

namespace Autoscale.Commands;

/// <summary>The option <c>--broker amqp://user:password@host:port/vhost</c>, which several commands have.</summary>
internal static class BrokerOption
{
    /// <summary>The option; null where it was not given.</summary>
    public static Option<Uri?> Value { get; } = new("--broker")
    {
        Description = "A RabbitMQ: amqp://user:password@host:port/vhost.",
        CustomParser = parsed => Parse(parsed, "--broker"),
    };

    /// <summary>Where the broker's management API is, if it is not where it usually is.</summary>
    public static Option<string?> Management { get; } = new("--broker-management")
    {
        Description = "The broker's management API, http://host:15672; by default the broker's host, 10000 above its port.",
    };

    /// <summary>The brokers whose queues are read, as the options say.</summary>
    public static IReadOnlyList<BrokerOptions> Brokers(ParseResult parsed) => parsed.GetValue(Value) is { } broker
        ? [new() { Address = broker.OriginalString, Management = parsed.GetValue(Management) }]
        : [];

    /// <summary>The address of a RabbitMQ; null, with an error that names the option, when it is something else.</summary>
    public static Uri? Parse(ArgumentResult result, string option)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" && address.Host.Length > 0)
        {
            return address;
        }

        result.AddError($"{option} must be like amqp://user:password@host:5672/vhost");
        return null;
    }
}
