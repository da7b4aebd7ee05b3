using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>Event: stored as core v1, served as events.k8s.io/v1 too.</summary>
public static class EventKind
{
    /// <summary>The description.</summary>
    public static ResourceKind Description { get; } = new ResourceKind
    {
        Group = "",
        Version = "v1",
        Kind = "Event",
        Plural = "events",
        Singular = "event",
        ShortNames = ["ev"],
        Schema = SchemaNotation.Type("core", "Event"),
        Validate = Validate,
        SelectableFields = new Dictionary<string, Func<JsonObject, string>>
        {
            ["involvedObject.kind"] = one => one.TextAt("involvedObject.kind"),
            ["involvedObject.namespace"] = one => one.TextAt("involvedObject.namespace"),
            ["involvedObject.name"] = one => one.TextAt("involvedObject.name"),
            ["involvedObject.uid"] = one => one.TextAt("involvedObject.uid"),
            ["involvedObject.apiVersion"] = one => one.TextAt("involvedObject.apiVersion"),
            ["involvedObject.resourceVersion"] = one => one.TextAt("involvedObject.resourceVersion"),
            ["involvedObject.fieldPath"] = one => one.TextAt("involvedObject.fieldPath"),
            ["reason"] = one => one.TextAt("reason"),
            ["reportingComponent"] = one => one.TextAt("reportingComponent"),
            ["source"] = one => one.TextAt("source.component") is { Length: > 0 } component ? component : one.TextAt("reportingComponent"),
            ["type"] = one => one.TextAt("type"),
        },
        Columns =
        [
            new TableColumn("Last Seen", "string", "", 0, "The time at which the most recent occurrence of this event was recorded.", (one, now) => LastSeen(one, now)),
            Columns.Text("Type", "Type of this event (Normal, Warning), new types could be added in the future", one => one.TextAt("type")),
            Columns.Text("Reason", "This should be a short, machine understandable string that gives the reason for the transition into the object's current status.", one => one.TextAt("reason")),
            Columns.Text("Object", "The object that this event is about.", Target),
            Columns.Wide("Subobject", "If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go field access statement.", one => one.TextAt("involvedObject.fieldPath")),
            Columns.Wide("Source", "The component reporting this event.", Source),
            Columns.Text("Message", "A human-readable description of the status of this operation.", one => one.TextAt("message").Trim()),
            new TableColumn("First Seen", "string", "", 1, "The time at which the event was first recorded.", (one, now) => FirstSeen(one, now)),
            new TableColumn("Count", "string", "", 1, "The number of times this event has occurred.", (one, _) => Count(one)),
            Columns.Name with { Priority = 1 },
        ],
    }
    .WithDefaults();

    private static string FirstSeen(JsonObject one, DateTimeOffset now) =>
        Columns.AgeOf(one.TextAt("firstTimestamp") is { Length: > 0 } first ? first : one.TextAt("eventTime"), now);

    private static string LastSeen(JsonObject one, DateTimeOffset now)
    {
        var last = one.PartAt("series") is { } series ? series.TextAt("lastObservedTime") : one.TextAt("lastTimestamp");
        return last.Length > 0 ? Columns.AgeOf(last, now) : FirstSeen(one, now);
    }

    private static long Count(JsonObject one) =>
        one.NumberAt("series.count") ?? (one.NumberAt("count") is { } count and > 0 ? count : 1);

    private static string Target(JsonObject one)
    {
        var kind = one.TextAt("involvedObject.kind").ToLowerInvariant();
        return one.TextAt("involvedObject.name") is { Length: > 0 } name ? $"{kind}/{name}" : kind;
    }

    private static string Source(JsonObject one)
    {
        var old = new[] { one.TextAt("source.component"), one.TextAt("source.host") }.Where(text => text.Length > 0).ToList();
        return old.Count > 0 ? string.Join(", ", old)
            : string.Join(", ", new[] { one.TextAt("reportingComponent"), one.TextAt("reportingInstance") }.Where(text => text.Length > 0));
    }

    private static IReadOnlyList<FieldError> Validate(JsonObject one, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, one, old, SyntaxRules.DnsSubdomain);
        var (ns, subject) = (one.TextAt("metadata.namespace"), one.TextAt("involvedObject.namespace"));
        if (subject.Length == 0 ? ns is not ("" or "default" or "kube-system") : subject != ns)
        {
            report.Invalid("involvedObject.namespace", subject, "does not match event.namespace");
        }

        return report.Errors;
    }
}
