using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>APIService, apiregistration.k8s.io/v1.</summary>
public static class ApiServiceKind
{
    private const int Https = 443;

    private static readonly string[] ServiceFields = ["namespace", "name"];

    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "apiregistration.k8s.io",
        Version = "v1",
        Kind = "APIService",
        Plural = "apiservices",
        Singular = "apiservice",
        Categories = ["api-extensions"],
        Namespaced = false,
        HasStatus = true,
        Schema = SchemaNotation.Type("apiregistration", "APIService"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Service", "The service that serves the API, Local when this server does.", Service),
            Columns.Text("Available", "Whether the API can be reached.", Available),
            Columns.Age,
        ],
    }
    .WithDefaults(one => one.PartAt("spec.service")?.SetDefault("port", Https))
    .WithPreparation(KindDefaults.EmptyStatus);

    private static string Service(JsonObject one) =>
        one.PartAt("spec.service") is { } service ? $"{service.TextAt("namespace")}/{service.TextAt("name")}" : "Local";

    private static string Available(JsonObject one)
    {
        var condition = one.PartsAt("status.conditions").FirstOrDefault(condition => condition.TextAt("type") == "Available");
        return condition is null ? "Unknown"
            : condition.TextAt("status") == "True" ? "True"
            : $"{condition.TextAt("status")} ({condition.TextAt("reason")})";
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        var (version, group) = (one.TextAt("spec.version"), one.TextAt("spec.group"));
        MetadataRules.Check(report, one, old, name => NameMessages(name, $"{version}.{group}"), namespaced: false);
        report.Invalid("spec.version", version, SyntaxRules.Dns1035Label(version));
        CheckPriority(report, one, "groupPriorityMinimum", 20000);
        CheckPriority(report, one, "versionPriority", 1000);
        foreach (var field in ServiceFields.Where(field => one.PartAt("spec.service") is { } service && service.TextAt(field).Length == 0))
        {
            report.Required($"spec.service.{field}");
        }

        if (one.FlagAt("spec.insecureSkipTLSVerify") && one.TextAt("spec.caBundle").Length > 0)
        {
            report.Invalid("spec.insecureSkipTLSVerify", JsonValue.Create(true), "may not be true if caBundle is present");
        }

        return report.Errors;
    }

    private static string[] NameMessages(string name, string required) =>
        name == required ? [] : [$"must be `spec.version+\".\"+spec.group`: {FieldReport.Quote(required)}"];

    private static void CheckPriority(FieldReport report, JsonObject one, string field, int limit)
    {
        var value = one.NumberAt($"spec.{field}") ?? 0;
        if (value <= 0 || value > limit)
        {
            report.Invalid($"spec.{field}", value, $"must be positive and less than {limit}");
        }
    }
}
