using System.Buffers;
using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Writes the answer to a review as <c>admission.k8s.io/v1</c> AdmissionReview.</summary>
public static class AdmissionReviewWriter
{
    /// <summary>Writes the whole body: uid, allowed, status of a refusal, patch and warnings.</summary>
    public static void Write(IBufferWriter<byte> output, AdmissionRequest request, AdmissionAnswer answer)
    {
        using var json = new Utf8JsonWriter(output, StatusWriter.Options);
        json.WriteStartObject();
        json.WriteString("kind"u8, "AdmissionReview"u8);
        json.WriteString("apiVersion"u8, "admission.k8s.io/v1"u8);
        json.WriteStartObject("response"u8);
        json.WriteString("uid"u8, request.Uid);
        json.WriteBoolean("allowed"u8, answer.Denial is null);
        if (answer.Denial is { } denial)
        {
            json.WriteStartObject("status"u8);
            StatusWriter.WriteMembers(json, denial, request);
            json.WriteEndObject();
        }
        else if (!answer.Patch.IsEmpty)
        {
            json.WriteBase64String("patch"u8, answer.Patch.Span);
            json.WriteString("patchType"u8, "JSONPatch"u8);
        }

        WriteWarnings(json, AdmissionWarnings.Clean(answer.Warnings));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWarnings(Utf8JsonWriter json, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0)
        {
            return;
        }

        json.WriteStartArray("warnings"u8);
        foreach (var warning in warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }
}
