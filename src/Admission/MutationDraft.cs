using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.Admission;

/// <summary>An object while policies change it, one after another.</summary>
internal sealed class MutationDraft
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = AdmissionReviewReader.MaxDepth };

    private readonly AdmissionRequest _request;

    /// <summary>Begins with the object of the request; throws <see cref="JsonException"/> when it is none or has a member twice.</summary>
    public MutationDraft(AdmissionRequest request)
    {
        _request = request;
        Target = Parse();
    }

    /// <summary>The object as it is by now.</summary>
    public JsonObject Target { get; }

    /// <summary>The request with the object as it is by now, for the next policy.</summary>
    public AdmissionRequest Renewed() => _request with { Object = JsonSerializer.SerializeToUtf8Bytes(Target, AdmissionJson.Default.JsonObject) };

    /// <summary>What has changed since the beginning; empty when nothing has.</summary>
    public ReadOnlyMemory<byte> Patch() => JsonPatch.Between(Parse(), Target);

    private JsonObject Parse() =>
        JsonNode.Parse(_request.Object.Span, null, Strict) as JsonObject ?? throw new JsonException("the object must be a JSON object");
}
