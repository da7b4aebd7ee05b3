using System.Text.Json.Nodes;
using Autoscale.Testing;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>Replays what a running kube-apiserver and its controllers answered and counted.</summary>
[Trait("Category", "Vectors")]
public sealed class QuotaVectorTests
{
    [Fact]
    public void Charge_EveryScenario_AnswersAndCountsAsRecorded()
    {
        List<string> failures = [];
        foreach (var (file, recorded) in Vectors.Read("quota"))
        {
            var scenario = JsonNode.Parse(recorded.GetRawText())!;
            failures.AddRange(new QuotaReplay(scenario).Run().Select(text => $"{file} {scenario["id"]} {scenario["name"]}: {text}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }
}
