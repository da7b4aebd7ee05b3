using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Devices;

/// <summary>The validation of claims for devices and of their templates, after pkg/apis/resource/validation.</summary>
public static class DeviceClaimRules
{
    private const int MostItems = 32;

    /// <summary>The field errors of a new claim, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> ValidateClaim(JsonObject claim, JsonObject? old) => Validate(claim, old, "spec.devices");

    /// <summary>The field errors of a new template, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> ValidateTemplate(JsonObject template, JsonObject? old) => Validate(template, old, "spec.spec.devices");

    /// <summary>Checks the selectors of a class or a request.</summary>
    public static void CheckSelectors(FieldReport report, JsonObject owner, string path)
    {
        foreach (var (index, selector) in owner.PartsAt("selectors").Index())
        {
            var item = $"{path}.selectors[{index}].cel";
            if (selector.PartAt("cel") is not { } cel)
            {
                report.Required(item);
            }
            else if (cel.TextAt("expression").Length == 0)
            {
                report.Required($"{item}.expression");
            }
        }
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject value, JsonObject? old, string path)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, value, old, SyntaxRules.DnsSubdomain);
        if (old is not null)
        {
            report.Unchanged("spec", value["spec"], old["spec"]);
            return report.Errors;
        }

        var requests = value.PartsAt($"{path}.requests").ToList();
        if (requests.Count > MostItems)
        {
            report.TooMany($"{path}.requests", requests.Count, MostItems);
        }

        var names = new HashSet<string>();
        foreach (var (index, request) in requests.Index())
        {
            CheckRequest(report, request, $"{path}.requests[{index}]", names);
        }

        return report.Errors;
    }

    private static void CheckRequest(FieldReport report, JsonObject request, string path, HashSet<string> names)
    {
        CheckName(report, request.TextAt("name"), path, names);
        var alternatives = request.PartsAt("firstAvailable").ToList();
        switch (request.PartAt("exactly"), alternatives.Count > 0)
        {
            case (null, false):
                report.Required(path, "exactly one of `exactly` or `firstAvailable` is required");
                break;
            case (not null, true):
                report.Invalid(path, (JsonNode?)null, "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
                break;
            case ({ } exactly, false):
                CheckDevices(report, exactly, $"{path}.exactly");
                break;
            default:
                CheckAlternatives(report, alternatives, $"{path}.firstAvailable");
                break;
        }
    }

    private static void CheckAlternatives(FieldReport report, List<JsonObject> alternatives, string path)
    {
        var names = new HashSet<string>();
        foreach (var (index, one) in alternatives.Index())
        {
            CheckName(report, one.TextAt("name"), $"{path}[{index}]", names);
            CheckDevices(report, one, $"{path}[{index}]");
        }
    }

    private static void CheckName(FieldReport report, string name, string path, HashSet<string> names)
    {
        if (name.Length == 0)
        {
            report.Required($"{path}.name");
            return;
        }

        report.Invalid($"{path}.name", name, SyntaxRules.DnsLabel(name));
        if (!names.Add(name))
        {
            report.Duplicate($"{path}.name", name);
        }
    }

    private static void CheckDevices(FieldReport report, JsonObject one, string path)
    {
        var name = one.TextAt("deviceClassName");
        if (name.Length == 0)
        {
            report.Required($"{path}.deviceClassName");
        }
        else
        {
            report.Invalid($"{path}.deviceClassName", name, SyntaxRules.DnsSubdomain(name));
        }

        CheckSelectors(report, one, path);
        var (mode, count) = (one.TextAt("allocationMode"), one.NumberAt("count") ?? 0);
        if (mode is not ("All" or "ExactCount"))
        {
            report.NotSupported($"{path}.allocationMode", mode, "All", "ExactCount");
        }
        else if (mode == "All" && count != 0)
        {
            report.Invalid($"{path}.count", count, "must not be specified when allocationMode is 'All'");
        }
        else if (mode == "ExactCount" && count <= 0)
        {
            report.Invalid($"{path}.count", count, "must be greater than zero");
        }
    }
}
