using System.Globalization;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The validation of a limit range.</summary>
public static class LimitRangeRules
{
    private const long LargestMilli = long.MaxValue / 1000;

    private static readonly string[] DefaultLists = ["default", "defaultRequest"];
    private static readonly string[] AmountLists = ["min", "max", "default", "defaultRequest", "maxLimitRequestRatio"];

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject range, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, range, old, SyntaxRules.DnsSubdomain);
        var types = new HashSet<string>();
        foreach (var (index, limit) in range.PartsAt("spec.limits").Index())
        {
            CheckLimit(report, limit, $"spec.limits[{index}]", types);
        }

        return report.Errors;
    }

    private static void CheckLimit(FieldReport report, JsonObject limit, string path, HashSet<string> types)
    {
        var type = limit.TextAt("type");
        CheckType(report, type, $"{path}.type");
        if (!types.Add(type))
        {
            report.Duplicate($"{path}.type", type);
        }

        CheckNames(report, limit, "max", path);
        CheckNames(report, limit, "min", path);
        foreach (var list in DefaultLists)
        {
            CheckDefaults(report, limit, list, path);
        }

        if (type == "PersistentVolumeClaim" && limit.PartAt("min")?["storage"] is null && limit.PartAt("max")?["storage"] is null)
        {
            report.Required($"{path}.limits", "either minimum or maximum storage value is required, but neither was provided");
        }

        CheckNames(report, limit, "maxLimitRequestRatio", path);
        CheckAmounts(report, limit, path);
    }

    private static void CheckDefaults(FieldReport report, JsonObject limit, string list, string path)
    {
        if (limit.TextAt("type") != "Pod")
        {
            CheckNames(report, limit, list, path);
        }
        else if (limit.PartAt(list) is { Count: > 0 })
        {
            report.Forbidden($"{path}.{list}", "may not be specified when `type` is 'Pod'");
        }
    }

    private static void CheckType(FieldReport report, string type, string path)
    {
        var errors = NameRules.LabelKeyErrors(type);
        report.Invalid(path, type, errors);
        if (errors.Count == 0 && !type.Contains('/', StringComparison.Ordinal) && type is not ("Pod" or "Container" or "PersistentVolumeClaim"))
        {
            report.Invalid(path, type, "must be a standard limit type or fully qualified");
        }
    }

    private static void CheckNames(FieldReport report, JsonObject limit, string list, string path)
    {
        foreach (var (name, _) in limit.PartAt(list) ?? [])
        {
            if (limit.TextAt("type") is "Pod" or "Container")
            {
                ResourceNameRules.CheckContainerName(report, name, $"{path}.{list}[{name}]");
            }
            else
            {
                ResourceNameRules.CheckName(report, name, $"{path}.{list}[{name}]");
            }
        }
    }

    private static void CheckAmounts(FieldReport report, JsonObject limit, string path)
    {
        var isPod = limit.TextAt("type") == "Pod";
        var lists = AmountLists.ToDictionary(list => list, list => isPod && DefaultLists.Contains(list) ? new Dictionary<string, Quantity>() : ResourceRules.Amounts(limit, list));
        var names = lists["max"].Keys.Concat(lists["min"].Keys).Concat(lists["default"].Keys)
            .Concat(lists["defaultRequest"].Keys).Concat(lists["maxLimitRequestRatio"].Keys);
        foreach (var name in names.Distinct())
        {
            Quantity? Find(string list) => lists[list].TryGetValue(name, out var amount) ? amount : null;
            var one = new LimitAmounts(name, path, Find("min"), Find("max"), Find("default"), Find("defaultRequest"));
            one.CheckOrder(report);
            CheckRatio(report, one, Find("maxLimitRequestRatio"));
            one.CheckOvercommit(report);
        }
    }

    private static void CheckRatio(FieldReport report, LimitAmounts limit, Quantity? ratio)
    {
        if (ratio is not { } value)
        {
            return;
        }

        var path = $"{limit.Path}.maxLimitRequestRatio[{limit.Name}]";
        if (value < Quantity.FromLong(1))
        {
            report.Invalid(path, value.ToString(), $"ratio {value} is less than 1");
        }

        if (limit is not { Min: { } min, Max: { } max })
        {
            return;
        }

        var isSmall = value.SaturatedValue < LargestMilli && min.SaturatedValue < LargestMilli && max.SaturatedValue < LargestMilli;
        var (asked, possible) = isSmall
            ? (value.SaturatedMilliValue / 1000.0, (double)max.SaturatedMilliValue / min.SaturatedMilliValue)
            : (value.SaturatedValue, (double)max.SaturatedValue / min.SaturatedValue);
        if (asked > possible)
        {
            report.Invalid(path, value.ToString(), $"ratio {value} is greater than max/min = {Fixed(possible)}");
        }
    }

    // As Go's %f; a ratio is never greater than +Inf or NaN.
    private static string Fixed(double number) =>
        double.IsNegativeInfinity(number) ? "-Inf" : number.ToString("F6", CultureInfo.InvariantCulture);
}
