using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api.Patching;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>A patch as a request carries it: JSON, merge or strategic merge, applied to an object of a kind.</summary>
internal sealed class PatchRequest
{
    private static readonly string[] Accepted = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];

    // There is no type to merge custom objects by.
    private static readonly string[] AcceptedForCustom = ["application/json-patch+json", "application/merge-patch+json"];

    private readonly ResourceKind _kind;
    private readonly WriteOptions _options;
    private readonly List<string> _problems = [];
    private readonly JsonNode? _patch;
    private readonly string _type;

    private PatchRequest(ResourceKind kind, WriteOptions options, string type, byte[] body)
    {
        (_kind, _options, _type) = (kind, options, type);
        try
        {
            _patch = JsonText.Read(body, path => _problems.Add($"duplicate field \"{path}\""));
        }
        catch (JsonException)
        {
            throw Refusals.BadRequest($"error decoding patch: {GoJsonErrors.Describe(body)}");
        }
    }

    /// <summary>Reads the body; refuses media types that are no patch, server-side apply among them.</summary>
    public static async Task<PatchRequest> ReadAsync(ApiRequest request, ResourceKind kind, WriteOptions options)
    {
        var type = RequestBody.MediaType(request);
        var accepted = request.Kind.Custom is null ? Accepted : AcceptedForCustom;
        if (!accepted.Contains(type))
        {
            throw Refusals.UnsupportedMediaType(accepted);
        }

        return new PatchRequest(kind, options, type, await RequestBody.ReadBytesAsync(request));
    }

    /// <summary>The object that the patch makes of the current one, decoded; refuses as upstream does when the patch or its result does not fit.</summary>
    public JsonObject Apply(JsonObject current)
    {
        var patched = Patched(current);
        var problems = new List<string>(_problems);
        try
        {
            var decoded = ObjectDecoder.Decode(_kind, patched, path => problems.Add(FieldCheck.Unknown(path)));
            if (problems.Count > 0 && _options.FieldValidation == "Strict")
            {
                throw Refuse(patched, FieldCheck.StrictText(problems));
            }

            FieldCheck.Warn(_options, problems);
            return decoded;
        }
        catch (DecodeProblem problem)
        {
            throw Refuse(patched, problem.Message);
        }
    }

    private JsonObject Patched(JsonObject current)
    {
        try
        {
            return _type switch
            {
                "application/json-patch+json" => JsonPatch.Apply(current.DeepClone(), Operations()) as JsonObject ?? throw Refusals.Unprocessable(),
                "application/merge-patch+json" => MergePatch.Apply(current.DeepClone(), Members()) as JsonObject ?? [],
                _ => StrategicMergePatch.Apply(current, Members(), _kind.Schema),
            };
        }
        catch (PatchProblem problem)
        {
            throw Refuse(problem);
        }
    }

    private ApiError Refuse(PatchProblem problem) => _type switch
    {
        "application/json-patch+json" => Refusals.Unprocessable(),
        _ when problem.Message.StartsWith("invalid patch format", StringComparison.Ordinal) => Refusals.BadRequest(problem.Message),
        _ => new ApiError(500, "", problem.Message),
    };

    private JsonArray Operations() => _patch as JsonArray
        ?? throw Refusals.BadRequest($"error decoding patch: json: cannot unmarshal {Described} into Go value of type []handlers.jsonPatchOp");

    private JsonObject Members() => _patch as JsonObject
        ?? throw Refusals.BadRequest($"error decoding patch: json: cannot unmarshal {Described} into Go value of type map[string]interface {{}}");

    private string Described => _patch is null ? "null" : ScalarDecoder.Describe(_patch);

    private ApiError Refuse(JsonObject patched, string text)
    {
        var shown = _type == "application/strategic-merge-patch+json" ? GoText.Of(_patch) : patched.ToJsonString();
        return Refusals.Invalid("", "", "", [FieldError.Invalid("patch", Kubernetes.GoText.Quote(shown), text)]);
    }
}
