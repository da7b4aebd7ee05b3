using System.CommandLine.Parsing;
using System.Net;

namespace Autoscale.Commands;

/// <summary>Reads the addresses that options say to listen on.</summary>
internal static class EndpointOption
{
    /// <summary>An IP address and a port other than 0; null, with an error that names the option, when it is something else.</summary>
    public static IPEndPoint? Parse(ArgumentResult result, string option)
    {
        var text = result.Tokens[0].Value;
        if (IPEndPoint.TryParse(text, out var address) && address.Port > 0)
        {
            return address;
        }

        result.AddError($"{option} must be like 0.0.0.0:8080, not \"{text}\"");
        return null;
    }
}
