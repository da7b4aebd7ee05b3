using System.CommandLine.Parsing;
using Autoscale.Kubernetes;

namespace Autoscale.Commands;

/// <summary>Reads the services that options name.</summary>
internal static class ServiceOption
{
    /// <summary>Namespace, name and port (443 unless given); null, with an error that names the option, when it is something else.</summary>
    public static (string Namespace, string Name, int Port)? Parse(ArgumentResult result, string option)
    {
        var text = result.Tokens[0].Value;
        var (path, port) = text.Split(':') is [var before, var after] ? (before, after) : (text, "443");
        if (path.Split('/') is [var ns, var name] && NameRules.DnsLabelErrors(ns).Count + NameRules.DnsLabelErrors(name).Count == 0
            && ushort.TryParse(port, out var number) && number > 0)
        {
            return (ns, name, number);
        }

        result.AddError($"{option} must be like namespace/name:443, not \"{text}\"");
        return null;
    }
}
