using System.Text.Json;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>Writes the options of a request as reviews show them: CreateOptions, UpdateOptions or DeleteOptions.</summary>
internal static class ReviewOptions
{
    /// <summary>Writes the options; those of a patch are shown as those of an update, as upstream does.</summary>
    public static void Write(Utf8JsonWriter writer, AdmissionRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", request.Operation switch { "CREATE" => "CreateOptions", "UPDATE" => "UpdateOptions", _ => "DeleteOptions" });
        writer.WriteString("apiVersion", "meta.k8s.io/v1");
        if (request.Deletion is { } deletion)
        {
            WriteDeletion(writer, deletion);
        }

        if (request.Options.DryRun)
        {
            writer.WriteStartArray("dryRun");
            writer.WriteStringValue("All");
            writer.WriteEndArray();
        }

        if (request.Deletion is null && request.Options.FieldManager.Length > 0)
        {
            writer.WriteString("fieldManager", request.Options.FieldManager);
        }

        writer.WriteEndObject();
    }

    private static void WriteDeletion(Utf8JsonWriter writer, DeleteOptions options)
    {
        if (options.GracePeriodSeconds is { } grace)
        {
            writer.WriteNumber("gracePeriodSeconds", grace);
        }

        if (options.PreconditionUid is not null || options.PreconditionResourceVersion is not null)
        {
            writer.WriteStartObject("preconditions");
            WriteText(writer, "uid", options.PreconditionUid);
            WriteText(writer, "resourceVersion", options.PreconditionResourceVersion);
            writer.WriteEndObject();
        }

        WriteText(writer, "propagationPolicy", options.PropagationPolicy);
    }

    private static void WriteText(Utf8JsonWriter writer, string property, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(property, text);
        }
    }
}
