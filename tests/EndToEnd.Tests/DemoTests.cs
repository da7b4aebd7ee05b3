using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task Demo_OnEmbeddedDefaults_ProcessesEveryMessageAndComesDownAgain()
    {
        using var kubeconfig = new TemporaryFile();
        using var demo = AutoscaleProcess.Start("demo", "--kubeconfig", kubeconfig.Path);

        var code = await demo.ExitAsync(TimeSpan.FromMinutes(8));

        Assert.True(code == 0, demo.Output);
        Assert.Contains("19366 published, 19366 done, 0 lost", demo.Output, StringComparison.Ordinal);
        Assert.EndsWith("passed", demo.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [RabbitMqFact]
    [Trait("Category", "Long")]
    public async Task Demo_TwentyThousandMessagesThroughRabbitMq_LosesNoneAndReachesBothBounds()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        using var kubeconfig = new TemporaryFile();
        using var demo = AutoscaleProcess.Start(
            "demo", "--broker", broker.AmqpUrl.OriginalString, "--broker-management", broker.ManagementUrl.OriginalString,
            "--messages", "20000", "--speed", "40", "--kubeconfig", kubeconfig.Path);

        var code = await demo.ExitAsync(TimeSpan.FromMinutes(10));

        Assert.True(code == 0, demo.Output);
        Assert.Contains(" 0 lost", demo.Output, StringComparison.Ordinal);
        Assert.Contains("1 to 12", demo.Output, StringComparison.Ordinal);
    }
}
