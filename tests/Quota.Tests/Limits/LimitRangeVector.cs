using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Core;
using Autoscale.Quota.Control;
using Autoscale.Testing.Recordings;
using AdmissionRequest = Autoscale.Admission.AdmissionRequest;

namespace Autoscale.Quota.Tests.Limits;

/// <summary>One recorded write of a pod or claim in a namespace with limit ranges, and what the policy makes of it.</summary>
internal sealed class LimitRangeVector(JsonElement recorded)
{
    private readonly bool _isResize = recorded.TryGetProperty("operation", out var operation) && operation.GetString() == "resize";

    public string Id => recorded.GetProperty("id").GetString()!;

    /// <summary>Whether the answer came from the server's own validation, which is none of the policy's.</summary>
    public bool IsOfServer => LimitRangeAnswer.Results(recorded).Any(answer => answer.GetProperty("code").GetInt32() is 400 or 422);

    private ResourceKind Kind => recorded.GetProperty("object").GetProperty("kind").GetString() == "Pod"
        ? PodKind.Description
        : PersistentVolumeClaimKind.Description;

    /// <summary>What was expected and what came, where no recorded answer is the policy's; null where one is.</summary>
    public async Task<string?> ReplayAsync()
    {
        var actual = await JudgeAsync();
        var expected = LimitRangeAnswer.Recorded(recorded);
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
        return verdict.Denial is { } denial ? LimitRangeAnswer.Of(denial.Code, denial.Message) : LimitRangeAnswer.Of(target);
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
}
