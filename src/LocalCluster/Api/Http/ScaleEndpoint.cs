using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers get, update and patch of the scale subresource.</summary>
internal sealed class ScaleEndpoint(ObjectStore store, ApiVerbs verbs)
{
    /// <summary>Answers one request; the kind has scale paths.</summary>
    public async Task AnswerAsync(ApiRequest request, ScalePaths paths)
    {
        var (value, code) = request.Http.Request.Method switch
        {
            "GET" => (Current(request), 200),
            "PUT" => (await PutAsync(request, paths), 200),
            "PATCH" => (await PatchAsync(request, paths), 200),
            _ => throw Refusals.MethodNotAllowed(),
        };
        await request.Http.WriteJsonAsync(code, Scale(value, paths));
    }

    private JsonObject Current(ApiRequest request) =>
        store.Find(request.Kind, request.Path.Namespace, request.Path.Name)?.As(request.Kind) ?? throw Refusals.NotFound(request.Kind, request.Path.Name);

    private async Task<JsonObject> PutAsync(ApiRequest request, ScalePaths paths)
    {
        var options = request.WriteOptions("UpdateOptions");
        var (body, problems) = await RequestBody.ReadObjectAsync(request, BodyKinds.Scale);
        var scale = FieldCheck.Decode(BodyKinds.Scale, body, options with { FieldProblems = problems });
        return await ChangeAsync(request, paths, _ => scale, options);
    }

    private async Task<JsonObject> PatchAsync(ApiRequest request, ScalePaths paths)
    {
        var options = request.WriteOptions("PatchOptions");
        var patch = await PatchRequest.ReadAsync(request, BodyKinds.Scale, options);
        return await ChangeAsync(request, paths, patch.Apply, options);
    }

    private Task<JsonObject> ChangeAsync(ApiRequest request, ScalePaths paths, Func<JsonObject, JsonObject> change, WriteOptions options)
    {
        var path = request.Path;
        var apply = (JsonObject current) =>
        {
            var scale = change(Scale(current, paths));
            var replicas = scale.Child("spec").Integer("replicas") ?? 0;
            Validate(path.Name, replicas);
            Carry(scale, current, "resourceVersion");
            Carry(scale, current, "uid");
            SetReplicas(current, paths, replicas);
            return current;
        };
        return verbs.UpdateAsync(request.Kind, path.Namespace, path.Name, apply, options with { FieldValidation = "Ignore", Subresource = "scale", Form = Form(paths) }, request.Aborted);
    }

    // What a webhook is shown, and may change, is the scale.
    private static SubresourceForm Form(ScalePaths paths) => new(
        BodyKinds.Scale,
        value => Scale(value, paths),
        (value, scale) => SetReplicas(value, paths, scale.Child("spec").Integer("replicas") ?? 0));

    private static void SetReplicas(JsonObject value, ScalePaths paths, long replicas) =>
        value.Put(paths.SpecPath, JsonNode.Parse(replicas.ToString(CultureInfo.InvariantCulture)));

    // What the client says of the version holds for the object too.
    private static void Carry(JsonObject scale, JsonObject current, string member)
    {
        if (scale.Metadata().Text(member) is { Length: > 0 } text)
        {
            current.Metadata()[member] = text;
        }
    }

    private static void Validate(string name, long replicas)
    {
        if (replicas < 0)
        {
            var text = replicas.ToString(CultureInfo.InvariantCulture);
            throw Refusals.Invalid(BodyKinds.Scale, name, [FieldError.Invalid("spec.replicas", text, "must be greater than or equal to 0")]);
        }
    }

    private static JsonObject Scale(JsonObject value, ScalePaths paths)
    {
        var metadata = new JsonObject();
        foreach (var member in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
        {
            metadata[member] = value.Metadata().Text(member);
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = Replicas(value, paths.SpecPath),
            ["status"] = Status(value, paths),
        };
    }

    private static JsonObject Replicas(JsonObject value, string path) =>
        value.At(path).AsInteger() is { } replicas and not 0 ? new JsonObject { ["replicas"] = replicas } : [];

    private static JsonObject Status(JsonObject value, ScalePaths paths)
    {
        var status = new JsonObject { ["replicas"] = value.At(paths.StatusPath).AsInteger() ?? 0 };
        if (paths.SelectorPath.Length > 0 && value.At(paths.SelectorPath) is JsonObject selector)
        {
            status["selector"] = Selector(selector).ToString();
        }
        else if (paths.SelectorPath.Length > 0 && value.At(paths.SelectorPath) is JsonValue text)
        {
            // A custom resource keeps its selector as text.
            status["selector"] = text.DeepClone();
        }

        return status;
    }

    // Replication controllers choose by a map of labels, all others by a structured selector.
    private static LabelSelector Selector(JsonObject selector) => LabelSelector.From(selector.Count > 0 && selector.All(member => member.Value is JsonValue)
        ? new LabelSelectorSpec { MatchLabels = selector.ToDictionary(member => member.Key, member => member.Value?.GetValue<string>() ?? "") }
        : selector.Deserialize(KubeJson.Default.LabelSelectorSpec));
}
