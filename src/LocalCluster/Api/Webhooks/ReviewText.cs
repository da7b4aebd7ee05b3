using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>The JSON text of a request's reviews: written once, then completed for every webhook that is asked.</summary>
internal sealed class ReviewText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _request = new(4096);

    /// <summary>Writes what all reviews of the request in a version have in common.</summary>
    public ReviewText(AdmissionRequest request, ResourceKind resource, ReviewSubject subject)
    {
        using var writer = new Utf8JsonWriter(_request, Options);
        writer.WriteStartObject();
        WriteResources(writer, request, resource, subject);
        WriteAttributes(writer, request);
        WriteObjects(writer, request, subject);
        writer.WriteEndObject();
    }

    /// <summary>The review under a uid, in a version of admission.k8s.io.</summary>
    public byte[] For(string uid, string version)
    {
        var start = $$"""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/{{version}}","request":{"uid":"{{uid}}",""";
        var rest = _request.WrittenSpan[1..];
        var text = new byte[start.Length + rest.Length + 1];
        Encoding.ASCII.GetBytes(start, text);
        rest.CopyTo(text.AsSpan(start.Length));
        text[^1] = (byte)'}';
        return text;
    }

    private static void WriteResources(Utf8JsonWriter writer, AdmissionRequest request, ResourceKind resource, ReviewSubject subject)
    {
        var sub = request.Options.Subresource ?? "";
        var asked = request.Requested;
        WriteName(writer, "kind", subject.Kind, "kind", subject.Kind.Kind);
        WriteName(writer, "resource", resource, "resource", resource.Plural);
        WriteText(writer, "subResource", sub);
        var kind = ReviewSubject.KindOf(request, asked);
        WriteName(writer, "requestKind", kind, "kind", kind.Kind);
        WriteName(writer, "requestResource", asked, "resource", asked.Plural);
        WriteText(writer, "requestSubResource", sub);
    }

    private static void WriteAttributes(Utf8JsonWriter writer, AdmissionRequest request)
    {
        var isNamespace = request.Resource is { Group: "", Plural: "namespaces" };
        WriteText(writer, "name", request.Name);
        WriteText(writer, "namespace", isNamespace ? request.Name : request.Namespace);
        writer.WriteString("operation", request.Operation);
        writer.WriteStartObject("userInfo");
        writer.WriteString("username", request.Options.User.Name);
        writer.WriteStartArray("groups");
        foreach (var group in request.Options.User.Groups)
        {
            writer.WriteStringValue(group);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteObjects(Utf8JsonWriter writer, AdmissionRequest request, ReviewSubject subject)
    {
        writer.WritePropertyName("object");
        Write(writer, subject.Object);
        writer.WritePropertyName("oldObject");
        Write(writer, subject.Old);
        writer.WriteBoolean("dryRun", request.Options.DryRun);
        writer.WritePropertyName("options");
        ReviewOptions.Write(writer, request);
    }

    private static void Write(Utf8JsonWriter writer, JsonObject? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static void WriteName(Utf8JsonWriter writer, string property, ResourceKind kind, string label, string name)
    {
        writer.WriteStartObject(property);
        writer.WriteString("group", kind.Group);
        writer.WriteString("version", kind.Version);
        writer.WriteString(label, name);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string property, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(property, text);
        }
    }
}
