using System.Net;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Networking;

/// <summary>The validation of an ingress, after pkg/apis/networking/validation.</summary>
public static class IngressRules
{
    private static readonly string[] PathTypes = ["Exact", "ImplementationSpecific", "Prefix"];
    private static readonly string[] ForbiddenParts = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] ForbiddenEnds = ["/..", "/."];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain);
        var spec = one.PartAt("spec") ?? [];
        if (spec.PartAt("defaultBackend") is { } backend)
        {
            CheckBackend(report, backend, "spec.defaultBackend");
        }
        else if (!spec.PartsAt("rules").Any())
        {
            report.Invalid("spec", (JsonNode?)null, "either `defaultBackend` or `rules` must be specified");
        }

        foreach (var (index, rule) in spec.PartsAt("rules").Index())
        {
            CheckRule(report, rule, $"spec.rules[{index}]");
        }

        foreach (var (index, tls) in spec.PartsAt("tls").Index())
        {
            CheckTls(report, tls, $"spec.tls[{index}]");
        }

        if (spec["ingressClassName"] is { } name)
        {
            report.Invalid("spec.ingressClassName", name.AsText(), SyntaxRules.DnsSubdomain(name.AsText()));
        }

        return report.Errors;
    }

    private static void CheckRule(FieldReport report, JsonObject rule, string path)
    {
        var host = rule.TextAt("host");
        if (host.Length > 0 && IPAddress.TryParse(host, out _))
        {
            report.Invalid($"{path}.host", host, "must be a DNS name, not an IP address");
        }

        CheckHost(report, host, $"{path}.host");
        if (rule.PartAt("http") is not { } http)
        {
            return;
        }

        if (!http.PartsAt("paths").Any())
        {
            report.Required($"{path}.http.paths");
        }

        foreach (var (index, one) in http.PartsAt("paths").Index())
        {
            CheckPath(report, one, $"{path}.http.paths[{index}]");
        }
    }

    private static void CheckHost(FieldReport report, string host, string path)
    {
        if (host.Length > 0)
        {
            report.Invalid(path, host, host.Contains('*', StringComparison.Ordinal) ? SyntaxRules.WildcardSubdomain(host) : SyntaxRules.DnsSubdomain(host));
        }
    }

    private static void CheckTls(FieldReport report, JsonObject tls, string path)
    {
        foreach (var host in tls.TextsAt("hosts"))
        {
            CheckHost(report, host, $"{path}.hosts");
        }

        if (tls.TextAt("secretName") is { Length: > 0 } secret)
        {
            report.Invalid($"{path}.secretName", secret, SyntaxRules.DnsSubdomain(secret));
        }
    }

    private static void CheckPath(FieldReport report, JsonObject one, string at)
    {
        if (one["pathType"] is not { } type)
        {
            report.Required($"{at}.pathType", "pathType must be specified");
            return;
        }

        var (kind, path) = (type.AsText(), one.TextAt("path"));
        if (!PathTypes.Contains(kind))
        {
            report.NotSupported($"{at}.pathType", kind, PathTypes);
        }
        else if (!path.StartsWith('/') && (kind != "ImplementationSpecific" || path.Length > 0))
        {
            report.Invalid($"{at}.path", path, "must be an absolute path");
        }

        if (kind is "Exact" or "Prefix")
        {
            CheckParts(report, path, $"{at}.path");
        }

        CheckBackend(report, one.PartAt("backend") ?? [], $"{at}.backend");
    }

    private static void CheckParts(FieldReport report, string path, string at)
    {
        foreach (var part in ForbiddenParts.Where(part => path.Contains(part, StringComparison.Ordinal)))
        {
            report.Invalid(at, path, $"must not contain '{part}'");
        }

        foreach (var end in ForbiddenEnds.Where(end => path.EndsWith(end, StringComparison.Ordinal)))
        {
            report.Invalid(at, path, $"cannot end with '{end}'");
        }
    }

    private static void CheckBackend(FieldReport report, JsonObject backend, string path)
    {
        switch (backend.PartAt("service"), backend.PartAt("resource"))
        {
            case (not null, not null):
                report.Invalid(path, "", "cannot set both resource and service backends");
                break;
            case (null, null):
                report.Invalid(path, "", "resource or service backend is required");
                break;
            case ({ } service, null):
                CheckService(report, service, path);
                break;
            case (null, { } resource):
                RequireText(report, resource, $"{path}.resource", "kind");
                RequireText(report, resource, $"{path}.resource", "name");
                break;
        }
    }

    private static void RequireText(FieldReport report, JsonObject owner, string path, string field)
    {
        if (owner.TextAt(field).Length == 0)
        {
            report.Required($"{path}.{field}");
        }
    }

    private static void CheckService(FieldReport report, JsonObject service, string path)
    {
        var name = service.TextAt("name");
        RequireText(report, service, $"{path}.service", "name");
        report.Invalid($"{path}.service.name", name, name.Length > 0 ? SyntaxRules.Dns1035Label(name) : []);
        var (port, number) = (service.TextAt("port.name"), service.NumberAt("port.number") ?? 0);
        if (port.Length > 0 && number != 0)
        {
            report.Invalid(path, "", "cannot set both port name & port number");
        }
        else if (port.Length > 0)
        {
            report.Invalid($"{path}.service.port.name", port, SyntaxRules.PortName(port));
        }
        else if (number == 0)
        {
            report.Required(path, "port name or number is required");
        }
        else
        {
            foreach (var message in SyntaxRules.PortNumber(number))
            {
                report.Invalid($"{path}.service.port.number", number, message);
            }
        }
    }
}
