using System.Collections.Concurrent;
using Autoscale.Testing;
using Autoscale.Testing.Recordings;

namespace Autoscale.EndToEnd.Tests.Governance;

/// <summary>Replays through the webhook and the local cluster what a running Kubernetes 1.36.2 answered under limit ranges, and to quotas and limit ranges themselves.</summary>
[Trait("Category", "Vectors")]
public sealed class LimitVectorTests : IAsyncLifetime
{
    private static readonly TimeSpan Resync = TimeSpan.FromMinutes(5);

    private GovernedCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GovernedCluster.StartAsync(Resync);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Write_EveryRecordedPodAndClaim_IsAnsweredAsRecorded()
    {
        var recorded = Vectors.Read("limitrange").Where(line => line.Case.TryGetProperty("object", out _)).ToList();

        var differences = await new LimitRangeReplay(_cluster).RunAsync(recorded);

        Assert.NotEmpty(recorded);
        Assert.True(differences.Count == 0, $"{differences.Count} of {recorded.Count} differ:\n{string.Join('\n', differences.Take(20))}");
    }

    [Fact]
    public async Task Create_EveryRefusedLimitRange_IsRefusedAsRecorded()
    {
        foreach (var (file, recorded) in Vectors.Read("limitrange").Where(line => line.Case.TryGetProperty("limitRange", out _)))
        {
            var sent = recorded.GetProperty("limitRange");
            var answer = await _cluster.Api.PostAsync(
                "/api/v1/namespaces/default/limitranges",
                $$"""{"metadata":{"name":{{sent.GetProperty("name").GetRawText()}}},"spec":{{sent.GetProperty("spec").GetRawText()}}}""");

            var differences = ValidationAnswer.Read(answer.Code, answer.Body).Differences(recorded, isOrdered: false);

            Assert.True(!differences.Any(), $"{file} {sent}: {string.Join('\n', differences)}");
        }
    }

    [Fact]
    public async Task Create_EveryRecordedObject_IsValidatedAsRecorded()
    {
        var differences = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Vectors.Read("validation"), async (line, _) =>
        {
            var sent = line.Case.GetProperty("object");
            var (version, kind) = (sent.GetProperty("apiVersion").GetString()!, sent.GetProperty("kind").GetString()!);
            var isOrdered = kind == "HorizontalPodAutoscaler" && line.Case.GetProperty("deterministic").GetBoolean();
            var path = $"/{(version.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{version}/namespaces/default/{kind.ToLowerInvariant()}s?dryRun=All";
            var answer = await _cluster.Api.PostAsync(path, sent.GetRawText());
            foreach (var text in ValidationAnswer.Read(answer.Code, answer.Body).Differences(line.Case.GetProperty("result"), isOrdered))
            {
                differences.Add($"{line.File} {line.Case.GetProperty("id")}: {text}");
            }
        });

        Assert.True(differences.IsEmpty, $"{differences.Count} differences:\n{string.Join('\n', differences.Take(20))}");
    }
}
