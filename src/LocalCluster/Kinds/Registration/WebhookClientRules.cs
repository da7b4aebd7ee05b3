using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>The rules of where a webhook is reached, after upstream's util/webhook/validation.go.</summary>
internal static partial class WebhookClientRules
{
    private const string Form = "; desired format: https://host[/path]";

    /// <summary>Checks a clientConfig.</summary>
    public static void Check(FieldReport report, JsonObject? client, string path)
    {
        var service = client.PartAt("service");
        if (client?["url"] is null == service is null)
        {
            report.Required(path, "exactly one of url or service is required");
        }
        else if (service is null)
        {
            CheckUrl(report, client.TextAt("url"), $"{path}.url");
        }
        else
        {
            CheckService(report, service, $"{path}.service");
        }
    }

    private static void CheckUrl(FieldReport report, string url, string path)
    {
        if (url.Any(char.IsControl))
        {
            report.Required(path, $"url must be a valid URL: parse {FieldReport.Quote(url)}: net/url: invalid control character in URL{Form}");
            return;
        }

        var parts = UrlPattern().Match(url).Groups;
        if (parts["scheme"].Value != "https")
        {
            report.Invalid(path, parts["scheme"].Value, $"'https' is the only allowed URL scheme{Form}");
        }

        if (parts["host"].Length == 0)
        {
            report.Invalid(path, "", $"host must be provided{Form}");
        }

        Forbid(report, path, parts["user"].Value, "user information is not permitted in the URL");
        Forbid(report, path, parts["fragment"].Value, "fragments are not permitted in the URL");
        Forbid(report, path, parts["query"].Value, "query parameters are not permitted in the URL");
    }

    private static void Forbid(FieldReport report, string path, string part, string detail)
    {
        if (part.Length > 0)
        {
            report.Invalid(path, part, detail);
        }
    }

    private static void CheckService(FieldReport report, JsonObject service, string path)
    {
        if (service.TextAt("name").Length == 0)
        {
            report.Required($"{path}.name", "service name is required");
        }

        if (service.TextAt("namespace").Length == 0)
        {
            report.Required($"{path}.namespace", "service namespace is required");
        }

        var port = service.NumberAt("port") ?? 0;
        foreach (var problem in SyntaxRules.PortNumber(port))
        {
            report.Invalid($"{path}.port", port, $"port is not valid: {problem}");
        }

        CheckPath(report, service.TextAt("path"), $"{path}.path");
    }

    private static void CheckPath(FieldReport report, string value, string path)
    {
        switch (value)
        {
            case "" or "/":
                return;
            case "//":
                report.Invalid(path, value, "segment[0] may not be empty");
                return;
        }

        if (value[0] != '/')
        {
            report.Invalid(path, value, "must start with a '/'");
        }

        var steps = value[1..];
        foreach (var (index, step) in (steps.EndsWith('/') ? steps[..^1] : steps).Split('/').Index())
        {
            report.Invalid(path, value, step.Length == 0
                ? [$"segment[{index}] may not be empty"]
                : SyntaxRules.DnsSubdomain(step).Select(problem => $"segment[{index}]: {problem}"));
        }
    }

    // The parts of a URL as RFC 3986 has them, which takes apart any text.
    [GeneratedRegex(@"^(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:(?<user>[^/?#@]*)@)?(?<host>[^/?#]*))?[^?#]*(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?\z", RegexOptions.Singleline)]
    private static partial Regex UrlPattern();
}
