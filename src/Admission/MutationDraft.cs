using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.Admission;

/// <summary>An object while policies change it, one after another.</summary>
internal sealed class MutationDraft(AdmissionRequest request)
{
    // What has an escape that it had not would not be read as the same: a quantity with an escaped sign is none.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = AdmissionReviewReader.MaxDepth };

    private readonly ReadOnlyMemory<byte> _before = request.Object;
    private JsonObject? _target;
    private bool _isKept;

    /// <summary>A member that stands twice would be found out only when somebody looks at it, by an exception.</summary>
    internal static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = AdmissionReviewReader.MaxDepth };

    /// <summary>The request with the object as it is by now.</summary>
    public AdmissionRequest Request { get; private set; } = request;

    /// <summary>The object as it is by now, to be changed; throws <see cref="JsonException"/> when it is none or has a member twice.</summary>
    public JsonObject Target =>
        _target ??= JsonNode.Parse(Request.Object.Span, null, Strict) as JsonObject ?? throw new JsonException("the object must be a JSON object");

    /// <summary>Takes what was changed in the target over into the request.</summary>
    public void Keep()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Plain))
        {
            Target.WriteTo(writer);
        }

        Request = Request with { Object = text.WrittenMemory };
        _isKept = true;
    }

    /// <summary>Forgets what was changed in the target since it was kept last.</summary>
    public void Discard() => _target = null;

    /// <summary>What has changed since the beginning; empty when nothing has.</summary>
    public ReadOnlyMemory<byte> Patch() => !_isKept ? default : JsonPatch.Between(_before, Request.Object);
}
