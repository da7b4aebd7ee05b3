using System.Text.Json;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Testing;
using Autoscale.Testing.Recordings;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>
/// One recorded scenario, in a namespace of its own. Quotas are counted anew when something happens; a resync may be so rare that it
/// never interferes, or so frequent that it can be waited for.
/// </summary>
internal sealed class QuotaScenario(GovernedCluster cluster, string @namespace, JsonElement recorded)
{
    private readonly Dictionary<string, string> _versions = [];
    private readonly List<string> _differences = [];
    private bool _hasVolume;

    /// <summary>Id and name.</summary>
    public string Label => $"{recorded.GetProperty("id").GetString()} {recorded.GetProperty("name").GetString()}";

    /// <summary>Whether it was recorded without any resync, so that its end is what events have brought about.</summary>
    public bool EndsByEvents => recorded.TryGetProperty("resyncSeconds", out _);

    /// <summary>Whether it waits for resyncs on its way.</summary>
    public bool WaitsForResyncs => Steps.Any(step => step.TryGetProperty("wait", out _));

    /// <summary>What differed so far from all that was recorded.</summary>
    public IReadOnlyList<string> Differences => _differences;

    // What differs without resyncs gets another chance with them, which is the last.
    private TimeSpan Patience => cluster.Resync < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(6);

    private JsonElement.ArrayEnumerator Steps => recorded.GetProperty("steps").EnumerateArray();

    private RawApi Api => cluster.Api;

    private string Namespace => $"/api/v1/namespaces/{@namespace}";

    /// <summary>Makes the namespace and its quotas.</summary>
    public async Task PrepareAsync()
    {
        await Api.CreateAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{@namespace}}}"}}""");
        await ExistsAsync("serviceaccounts/default");
        await ExistsAsync("configmaps/kube-root-ca.crt");
        foreach (var (quota, result) in recorded.GetProperty("quotas").EnumerateArray().Zip(recorded.GetProperty("quotaResults").EnumerateArray()))
        {
            Compare($"quota {quota.GetProperty("name")}", [result], await CreateQuotaAsync(quota));
        }

        await CompareStatusesAsync("initialStatus", recorded.GetProperty("initialStatus"), Patience);
    }

    /// <summary>Takes the steps.</summary>
    public async Task RunAsync()
    {
        foreach (var (index, step) in Steps.Index())
        {
            await TakeAsync($"step {index} {step.GetProperty("op")}", step);
        }
    }

    /// <summary>Waits for the statuses at the end.</summary>
    public Task EndAsync(TimeSpan patience) => CompareStatusesAsync("finalStatus", recorded.GetProperty("finalStatus"), patience);

    private async Task TakeAsync(string label, JsonElement step)
    {
        if (step.TryGetProperty("wait", out _))
        {
            // One resync has begun and ended after this, however they are spread.
            await Task.Delay(2 * cluster.Resync, TimeProvider.System);
        }

        if (_hasVolume && step.GetProperty("op").GetString() == "settle")
        {
            await Eventually.TrueAsync(IsBoundAsync, $"a bound volume in {@namespace}");
        }

        if (await WriteAsync(step) is { } answer && step.TryGetProperty("result", out var result))
        {
            var variants = step.TryGetProperty("variants", out var others) ? others.EnumerateArray() : default;
            Compare(label, [result, .. variants], answer);
        }

        if (step.TryGetProperty("statusAfter", out var statuses))
        {
            await CompareStatusesAsync($"{label} statusAfter", statuses, Patience);
        }
    }

    private async Task<ApiAnswer?> WriteAsync(JsonElement step)
    {
        switch (step.GetProperty("op").GetString())
        {
            case "create":
                return await CreateAsync(step.GetProperty("object"));
            case "createQuota":
                return await CreateQuotaAsync(step.GetProperty("object"));
            case "createLimitRange":
                var answer = await CreateAsync(step.GetProperty("object"));
                await cluster.SeeLimitRangesAsync();
                return answer;
            case "createPV":
                _hasVolume = true;
                var attributes = step.TryGetProperty("vac", out var vac) ? vac.GetString() : null;
                return await Api.PostAsync("/api/v1/persistentvolumes", QuotaObjects.Volume(@namespace, attributes));
            case "update" or "updateQuota":
                var part = step.TryGetProperty("subresource", out var sub) && sub.GetString() is { } name ? $"/{name}" : "";
                return await Api.PatchAsync(Target(step) + part, step.GetProperty("patch").GetRawText(), step.GetProperty("patchType").GetString()!);
            case "delete" or "deleteQuota":
                var query = step.TryGetProperty("query", out var given) ? given.EnumerateObject().Select(one => $"{one.Name}={one.Value}") : [];
                return await Api.DeleteAsync($"{Target(step)}?{string.Join('&', query)}");
            case "settle":
                return null;
            case var unknown:
                throw new InvalidDataException($"{Label}: unknown operation {unknown}");
        }
    }

    private Task<ApiAnswer> CreateAsync(JsonElement sent)
    {
        var kind = sent.GetProperty("kind").GetString()!;
        _versions[kind] = sent.GetProperty("apiVersion").GetString()!;
        return Api.PostAsync(Collection(kind), sent.GetRawText());
    }

    private Task<ApiAnswer> CreateQuotaAsync(JsonElement sent) => Api.PostAsync(
        $"{Namespace}/resourcequotas",
        $$"""{"metadata":{"name":{{sent.GetProperty("name").GetRawText()}}},"spec":{{sent.GetProperty("spec").GetRawText()}}}""");

    private string Target(JsonElement step)
    {
        var target = step.GetProperty("target");
        return $"{Collection(target.GetProperty("kind").GetString()!)}/{target.GetProperty("name").GetString()}";
    }

    private string Collection(string kind)
    {
        var known = KnownKinds.All.FirstOrDefault(one => one.Kind == kind);
        var version = _versions.GetValueOrDefault(kind, known?.ApiVersion ?? "v1");
        var root = version.Contains('/', StringComparison.Ordinal) ? "apis" : "api";
        return $"/{root}/{version}/namespaces/{@namespace}/{known?.Plural ?? $"{kind.ToLowerInvariant()}s"}";
    }

    // A volume is made for the claim "a", which is bound last.
    private async Task<bool> IsBoundAsync() =>
        await Api.GetAsync($"{Namespace}/persistentvolumeclaims/a") is var claim && (!claim.IsAllowed || (string?)claim.Body["status"]?["phase"] == "Bound");

    private Task ExistsAsync(string name) =>
        Eventually.TrueAsync(async () => (await Api.GetAsync($"{Namespace}/{name}")).IsAllowed, $"{name} in {@namespace}");

    private void Compare(string label, List<JsonElement> expected, ApiAnswer got)
    {
        if (!expected.Exists(result => IsSame(result, got)))
        {
            _differences.Add($"{label}: expected {string.Join(" or ", expected)}, got {got}");
        }
    }

    private static bool IsSame(JsonElement result, ApiAnswer got) => result.GetProperty("allowed").GetBoolean()
        ? got.IsAllowed
        : got.Code == result.GetProperty("code").GetInt32() && got.Message == result.GetProperty("message").GetString()
            && (string?)got.Body["reason"] == result.GetProperty("reason").GetString();

    private async Task CompareStatusesAsync(string label, JsonElement statuses, TimeSpan patience)
    {
        var expected = QuotaStatuses.Recorded(statuses);
        var got = "";
        try
        {
            await Eventually.TrueAsync(
                async () => (got = QuotaStatuses.Of((await Api.GetAsync($"{Namespace}/resourcequotas")).Body)) == expected, label, patience);
        }
        catch (TimeoutException)
        {
            _differences.Add($"{label}:\n  expected {expected}\n  got      {got}");
        }
    }
}
