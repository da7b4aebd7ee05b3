using System.CommandLine;
using System.CommandLine.Parsing;

namespace Autoscale.Commands;

/// <summary>The option <c>--broker amqp://user:password@host:port/vhost</c>, which several commands have.</summary>
internal static class BrokerOption
{
    /// <summary>The option; null where it was not given.</summary>
    public static Option<Uri?> Value { get; } = new("--broker")
    {
        Description = "A RabbitMQ: amqp://user:password@host:port/vhost.",
        CustomParser = Parse,
    };

    private static Uri? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" && address.Host.Length > 0)
        {
            return address;
        }

        result.AddError("--broker must be like amqp://user:password@host:5672/vhost");
        return null;
    }
}
