using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Quota.Control;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Server = Autoscale.LocalCluster.Api.Patching.JsonPatch;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>The chain of the real policies over hostile rules, and what must hold of all its answers.</summary>
internal sealed class FuzzedChain : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 30, TimeSpan.Zero);

    private static readonly JsonDocumentOptions Deep = new() { AllowDuplicateProperties = false, MaxDepth = 1000 };

    private readonly VirtualTimeProvider _time = new(Now);
    private readonly LedgerApi _api = new();
    private readonly List<Exception> _defects = [];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly AdmissionChain _enforcing;
    private readonly AdmissionChain _advising;
    private readonly QuotaCache _cache;
    private readonly Informers _informers;

    private FuzzedChain(int seed)
    {
        var rules = new HostileRules(new Random(seed));
        for (var i = 0; i < 150; i++)
        {
            var name = $"n{i}";
            _api.Add(name, Enumerable.Range(0, i % 3).Select(number => rules.LimitRange(name, $"l{number}")), Enumerable.Range(0, i % 4).Select(number => rules.Quota(name, $"q{number}")));
        }

        _informers = new(
            _api.Informer(KubeRoute.LimitRanges, KubeJson.Default.LimitRange),
            _api.Informer(KubeRoute.ResourceQuotas, KubeJson.Default.ResourceQuota),
            _api.Informer(KubeRoute.Namespaces, KubeJson.Default.KubeNamespace));
        _cache = new(_informers.Quotas);
        (_enforcing, _advising) = (Chain(GovernanceMode.Enforce), Chain(GovernanceMode.Advise));
    }

    public int Denied { get; private set; }

    public int Warned { get; private set; }

    public int Malformed { get; private set; }

    public int Patched { get; private set; }

    public int Swaps => _api.Swaps;

    public IReadOnlyList<string> Namespaces => _api.Namespaces;

    public static async Task<FuzzedChain> StartAsync(int seed)
    {
        var chain = new FuzzedChain(seed) { _api = { Scaled = SomeReviews.All.First(request => request.Resource == "deployments").Object.ToArray() } };
        await LedgerApi.FillAsync(chain._informers.LimitRanges);
        await LedgerApi.FillAsync(chain._informers.Quotas);
        await LedgerApi.FillAsync(chain._informers.Namespaces);
        return chain;
    }

    /// <summary>Asks about a write as a server would: first whether to change it, then whether what came of it may be stored.</summary>
    public async Task AskAsync(AdmissionRequest request)
    {
        var change = Checked(request, await _enforcing.MutateAsync(request, CancellationToken.None));
        var patched = change.Patch.IsEmpty ? request : await PatchedAsync(request, change);
        var swaps = _api.Swaps;
        var advice = Checked(patched, await _advising.ValidateAsync(patched, CancellationToken.None));
        Assert.Equal(swaps, _api.Swaps);

        _api.MayExceed = patched.Subresource == "status";
        var answer = Checked(patched, await _enforcing.ValidateAsync(patched, CancellationToken.None));
        Assert.True(_api.Problem is null, $"{_api.Problem} {Text(patched)}");
        Assert.False(swaps != _api.Swaps && (answer.Denial is not null || patched.IsDryRun), "a refused write was charged");
        Denied += answer.Denial is { Code: 403 } ? 1 : 0;
        Malformed += answer.Denial is { Code: 400 } ? 1 : 0;
        Warned += answer.Warnings.Count + advice.Warnings.Count > 0 ? 1 : 0;
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _services.DisposeAsync();
    }

    private static string Text(AdmissionRequest request) =>
        $"{request.Operation} {request.Group}/{request.Resource}/{request.Subresource} in {request.Namespace}: {Short(request.Object)} was {Short(request.OldObject)}";

    private static string Short(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span[..Math.Min(json.Length, 4000)]);

    private AdmissionAnswer Checked(AdmissionRequest request, AdmissionAnswer answer)
    {
        if (_defects.Count > 0)
        {
            throw new InvalidOperationException(Text(request), _defects[0]);
        }

        var output = new ArrayBufferWriter<byte>();
        AdmissionReviewWriter.Write(output, request, answer);
        var response = JsonNode.Parse(output.WrittenSpan, null, Deep)!["response"]!;
        Assert.Equal(answer.Denial is null, response["allowed"]!.GetValue<bool>());
        Assert.True(answer.Denial is null or { Code: 400 or 403, Message.Length: > 0 }, $"{answer.Denial} for {Text(request)}");
        Assert.All(response["warnings"]?.AsArray() ?? [], warning => Assert.DoesNotContain(warning!.GetValue<string>(), char.IsControl));
        return answer;
    }

    // What comes of the patch has all defaults: asking again changes nothing, and the policies see what the first time left.
    private async Task<AdmissionRequest> PatchedAsync(AdmissionRequest request, AdmissionAnswer change)
    {
        Patched++;
        var value = Server.Apply(JsonNode.Parse(request.Object.Span, null, Deep), JsonNode.Parse(change.Patch.Span)!.AsArray());
        var patched = request with { Object = SomeReviews.Bytes(value) };
        var again = Checked(patched, await _enforcing.MutateAsync(patched, CancellationToken.None));
        Assert.True(again.Patch.IsEmpty, $"{Encoding.UTF8.GetString(again.Patch.Span)} after {Encoding.UTF8.GetString(change.Patch.Span)} for {Text(request)}");
        var spec = request.Read(KubeJson.Default.Pod)!.Spec;
        var expected = LimitRangeDefaults.For(spec, _informers.LimitRanges.Cache.InNamespace(request.Namespace)).ApplyTo(spec);
        Assert.Equal(Amounts(expected), Amounts(patched.Read(KubeJson.Default.Pod)!.Spec));
        return patched;
    }

    private static string Amounts(PodSpec spec) => string.Join('|', spec.Containers.Concat(spec.InitContainers).Select(container =>
        $"{ResourceVector.From(container.Resources?.Requests)};{ResourceVector.From(container.Resources?.Limits)}"));

    private AdmissionChain Chain(GovernanceMode mode)
    {
        var options = new QuotaOptions { Mode = mode };
        var telemetry = _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var store = new QuotaStore(_api.Client, _cache, options, _time);
        var accountant = new QuotaAccountant(store, options, new(telemetry), _time, new Defects<QuotaAccountant>(_defects));
        IAdmissionPolicy[] policies =
        [
            .. mode == GovernanceMode.Enforce ? [new LimitRangePolicy(_informers.LimitRanges)] : Array.Empty<IAdmissionPolicy>(),
            new QuotaPolicy(_cache, accountant, new(), options, _time),
            new WorkloadPolicy(new(_api.Client, _informers.LimitRanges, _informers.Quotas, _informers.Namespaces), options, NullLogger<WorkloadPolicy>.Instance),
        ];
        return new(policies, new AdmissionTelemetry(telemetry), new Defects<AdmissionChain>(_defects));
    }

    private sealed record Informers(
        Informer<LimitRange> LimitRanges, Informer<ResourceQuota> Quotas, Informer<KubeNamespace> Namespaces);
}
