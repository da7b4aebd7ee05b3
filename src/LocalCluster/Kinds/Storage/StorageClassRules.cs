using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Storage;

/// <summary>The validation of storage classes and volume attributes classes, after pkg/apis/storage/validation.</summary>
public static class StorageClassRules
{
    private const int MostParameters = 512;
    private const int MostParameterBytes = 256 * 1024;

    private static readonly string[] FrozenFields = ["parameters", "provisioner", "reclaimPolicy"];

    /// <summary>The field errors of a new storage class, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain, namespaced: false);
        CheckDriver(report, one, "provisioner");
        CheckParameters(report, one, isRequired: false);
        CheckChoice(report, one, "reclaimPolicy", "Delete", "Retain");
        CheckChoice(report, one, "volumeBindingMode", "Immediate", "WaitForFirstConsumer");
        CheckFrozen(report, one, old, FrozenFields);
        if (old is not null)
        {
            report.Unchanged("volumeBindingMode", one["volumeBindingMode"], old["volumeBindingMode"]);
        }

        return report.Errors;
    }

    /// <summary>The field errors of a new volume attributes class, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> ValidateAttributes(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain, namespaced: false);
        if (old is null)
        {
            CheckDriver(report, one, "driverName");
            CheckParameters(report, one, isRequired: true);
        }

        CheckFrozen(report, one, old, ["driverName", "parameters"]);
        return report.Errors;
    }

    private static void CheckFrozen(FieldReport report, JsonObject one, JsonObject? old, IEnumerable<string> fields)
    {
        foreach (var field in fields.Where(field => old is not null && !JsonNode.DeepEquals(one[field], old[field])))
        {
            report.Forbidden(field, $"updates to {field} are forbidden.");
        }
    }

    private static void CheckDriver(FieldReport report, JsonObject one, string field)
    {
        var name = one.TextAt(field);
        if (name.Length == 0)
        {
            report.Required(field);
            return;
        }

        report.Invalid(field, name, NameRules.LabelKeyErrors(name.ToLowerInvariant()));
    }

    private static void CheckParameters(FieldReport report, JsonObject one, bool isRequired)
    {
        var parameters = one.PartAt("parameters") ?? [];
        if (isRequired && parameters.Count == 0)
        {
            report.Required("parameters", "must contain at least one key/value pair");
        }

        if (parameters.Count > MostParameters)
        {
            report.TooLong("parameters", MostParameters);
        }

        if (parameters.ContainsKey(""))
        {
            report.Invalid("parameters", "", "field can not be empty.");
        }

        if (parameters.Sum(pair => (long)Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value.AsText())) > MostParameterBytes)
        {
            report.TooLong("parameters", MostParameterBytes);
        }
    }

    private static void CheckChoice(FieldReport report, JsonObject one, string field, params string[] allowed)
    {
        if (!allowed.Contains(one.TextAt(field)))
        {
            report.NotSupported(field, one.TextAt(field), allowed);
        }
    }
}
