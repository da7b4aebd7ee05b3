using System.Text;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Secret, core v1.</summary>
public static class SecretKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Secret",
        Plural = "secrets",
        Singular = "secret",
        Schema = SchemaNotation.Type("core", "Secret"),
        Validate = Validate,
        Columns =
        [
            Columns.Name,
            Columns.Text("Type", "Used to facilitate programmatic handling of secret data. More info: https://kubernetes.io/docs/concepts/configuration/secret/#secret-types", secret => secret.TextAt("type")),
            Columns.Count("Data", "Number of entries.", secret => secret.PartAt("data")?.Count ?? 0),
            Columns.Age,
        ],
        SelectableFields = new Dictionary<string, Func<JsonObject, string>> { ["type"] = secret => secret.TextAt("type") },
    }
    .WithDefaults(ApplyDefaults);

    private static void ApplyDefaults(JsonObject secret)
    {
        secret.SetDefaultText("type", "Opaque");
        foreach (var (key, text) in secret.PartAt("stringData") ?? [])
        {
            secret.Ensure("data")[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.AsText()));
        }

        secret.Remove("stringData");
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject secret, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, secret, old, SyntaxRules.DnsSubdomain);
        foreach (var (key, _) in secret.PartAt("data") ?? [])
        {
            report.Invalid($"data[{key}]", key, SyntaxRules.ConfigKey(key));
        }

        if ((secret.PartAt("data") ?? []).Sum(entry => entry.Value.AsText().Length * 3L / 4) > ConfigMapKind.MaxSize)
        {
            report.TooLong("data", ConfigMapKind.MaxSize);
        }

        if (old is not null)
        {
            report.Unchanged("type", secret["type"], old["type"]);
            ConfigMapKind.CheckImmutable(report, secret, old, ["data"]);
        }

        return report.Errors;
    }
}
