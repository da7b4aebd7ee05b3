using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.Admission;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.Quota.Control;
using AdmissionRequest = Autoscale.Admission.AdmissionRequest;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>One recorded write of a pod or claim in a namespace with limit ranges, and what the policy makes of it.</summary>
internal sealed partial class LimitRangeVector(JsonElement recorded)
{
    private readonly bool _isResize = recorded.TryGetProperty("operation", out var operation) && operation.GetString() == "resize";

    public string Id => recorded.GetProperty("id").GetString()!;

    /// <summary>Whether the answer came from the server's own validation, which is none of the policy's.</summary>
    public bool IsOfServer => Answers().Any(answer => answer.GetProperty("code").GetInt32() is 400 or 422);

    private ResourceKind Kind => recorded.GetProperty("object").GetProperty("kind").GetString() == "Pod"
        ? PodKind.Description
        : PersistentVolumeClaimKind.Description;

    /// <summary>What was expected and what came, where no recorded answer is the policy's; null where one is.</summary>
    public async Task<string?> ReplayAsync()
    {
        var actual = await JudgeAsync();
        var expected = Answers().Select(Summary).ToList();
        return expected.Contains(actual) ? null : $"{Id}\n  expected {string.Join("\n        or ", expected)}\n  got      {actual}";
    }

    private async Task<string> JudgeAsync()
    {
        var limitRanges = recorded.GetProperty("storedLimitRanges").EnumerateArray()
            .Select(range => $$"""{"metadata":{"namespace":"team","name":{{range.GetProperty("name").GetRawText()}}},"spec":{{range.GetProperty("spec").GetRawText()}}}""");
        var policy = new LimitRangePolicy(await ListedApi.LimitRangesAsync([.. limitRanges]));
        var target = Written();
        var request = Request(target);
        if (policy.Mutates.Any(rule => rule.Covers(request)))
        {
            await policy.MutateAsync(request, target, default);
        }

        var verdict = await policy.ValidateAsync(Request(target), default);
        Complete(target);
        return verdict.Denial is { } denial ? Refusal(denial.Code, denial.Message) : Parts(target).ToJsonString();
    }

    // The object as the server has decoded and defaulted it.
    private JsonObject Written()
    {
        var written = JsonNode.Parse(recorded.GetProperty("object").GetRawText())!.AsObject();
        Complete(written);
        if (_isResize)
        {
            var patch = JsonNode.Parse(recorded.GetProperty("patch").GetRawText())!.AsObject();
            written = StrategicMergePatch.Apply(written, patch, Kind.Schema);
            Complete(written);
        }

        return written;
    }

    private void Complete(JsonObject target)
    {
        CanonicalForm.Apply(target, Kind.Schema);
        Kind.Default?.Invoke(target);
    }

    private AdmissionRequest Request(JsonObject target) => new()
    {
        Version = "v1",
        Kind = Kind.Kind,
        Resource = Kind.Plural,
        Subresource = _isResize ? "resize" : "",
        Namespace = "team",
        Name = target["metadata"]!["name"]!.GetValue<string>(),
        Operation = _isResize ? AdmissionOperation.Update : AdmissionOperation.Create,
        Object = Encoding.UTF8.GetBytes(target.ToJsonString()),
    };

    private List<JsonElement> Answers() =>
        recorded.TryGetProperty("variants", out var variants) ? [.. variants.EnumerateArray()] : [recorded.GetProperty("result")];

    private static string Summary(JsonElement answer) => answer.GetProperty("allowed").GetBoolean()
        ? Parts(JsonNode.Parse(answer.GetProperty("object").GetRawText())!.AsObject()).ToJsonString()
        : Refusal(answer.GetProperty("code").GetInt32(), answer.GetProperty("message").GetString()!);

    // The reasons come in any order.
    private static string Refusal(int code, string message) =>
        $"{code} {string.Join("; ", Reasons().Split(message.TrimEnd(']').Replace(": [", ": , ", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}";

    // What the recordings keep of an object, its members in order.
    private static JsonObject Parts(JsonObject target)
    {
        var parts = new JsonObject { ["annotation"] = target["metadata"]?["annotations"]?[LimitRangeDefaults.AnnotationName]?.DeepClone() };
        parts["resources"] = Sorted(target["spec"]?["resources"]);
        foreach (var list in (string[])["containers", "initContainers"])
        {
            parts[list] = new JsonArray([.. (target["spec"]?[list]?.AsArray() ?? []).Select(container => Sorted(container!["resources"]))]);
        }

        return parts;
    }

    private static JsonNode? Sorted(JsonNode? node) => node is not JsonObject members ? node?.DeepClone() : members.Count == 0 ? null
        : new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value))));

    [GeneratedRegex(", (?=minimum |maximum |[^ ]+ max limit to request ratio)")]
    private static partial Regex Reasons();
}
