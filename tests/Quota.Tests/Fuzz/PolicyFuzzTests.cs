namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Writes that nobody means well with against rules that nobody means well with: each is judged, and no ledger suffers.</summary>
public sealed class PolicyFuzzTests
{
    [Fact]
    public Task HostileWrites_AreJudgedOrRefused() => RunAsync(1, 6_000);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Category", "Long")]
    public Task ManyHostileWrites_AreJudgedOrRefused(int seed) => RunAsync(seed, 25_000);

    private static async Task RunAsync(int seed, int cases)
    {
        await using var chain = await FuzzedChain.StartAsync(seed);
        var random = new Random(seed);
        var mutator = new ReviewMutator(random);
        for (var i = 0; i < cases; i++)
        {
            await chain.AskAsync(mutator.Next() with { Namespace = chain.Namespaces[random.Next(chain.Namespaces.Count)] });
        }

        // Damage that nothing survives would prove nothing.
        Assert.All([chain.Denied, chain.Malformed, chain.Patched, chain.Warned, chain.Swaps], count => Assert.InRange(count, cases / 100, cases));
    }
}
