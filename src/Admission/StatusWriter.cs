using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Writes refusals as metav1.Status.</summary>
public static class StatusWriter
{
    // Messages are full of quotes, and nobody puts them into HTML.
    internal static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A refusal that is about the HTTP request itself, as the whole body.</summary>
    public static void Write(IBufferWriter<byte> output, AdmissionDenial denial)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("kind"u8, "Status"u8);
        json.WriteString("apiVersion"u8, "v1"u8);
        WriteMembers(json, denial, null);
        json.WriteEndObject();
    }

    internal static void WriteMembers(Utf8JsonWriter json, AdmissionDenial denial, AdmissionRequest? request)
    {
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteString("status"u8, "Failure"u8);
        json.WriteString("message"u8, denial.Message);
        json.WriteString("reason"u8, denial.Reason);
        WriteDetails(json, denial, request);
        json.WriteNumber("code"u8, denial.Code);
    }

    // As the real server has them: the object for what is about the object, the cause of an internal error, when to try again.
    private static void WriteDetails(Utf8JsonWriter json, AdmissionDenial denial, AdmissionRequest? request)
    {
        var subject = denial.Reason is "Forbidden" or "Invalid" or "Conflict" or "NotFound" or "AlreadyExists" or "ServerTimeout" ? request : null;
        if (subject is null && denial.InternalCause is null && denial.RetryAfter is null)
        {
            return;
        }

        json.WriteStartObject("details"u8);
        if (subject is not null)
        {
            WriteSubject(json, denial, subject);
        }

        if (denial.InternalCause is { } cause)
        {
            json.WriteStartArray("causes"u8);
            json.WriteStartObject();
            json.WriteString("message"u8, cause);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (denial.RetryAfter is { } wait)
        {
            json.WriteNumber("retryAfterSeconds"u8, (int)Math.Ceiling(wait.TotalSeconds));
        }

        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, AdmissionDenial denial, AdmissionRequest request)
    {
        if (denial.Reason != "ServerTimeout")
        {
            WriteUnlessEmpty(json, "name", denial.Name.Length > 0 ? denial.Name : request.Name);
        }

        WriteUnlessEmpty(json, "group", request.Group);
        WriteUnlessEmpty(json, "kind", denial.Reason == "Invalid" ? request.Kind : request.Resource);
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }
}
