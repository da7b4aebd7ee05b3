using System.Net;
using System.Net.Sockets;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Ctrl-C and SIGTERM end every command soon, with nothing left behind.</summary>
public sealed class SignalTests
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Local_Signalled_EndsAndFreesItsPort(string signal)
    {
        var port = FreePort.Take();
        using var local = await LocalProcess.StartAsync("--port", $"{port}");
        await Objects.DeployAsync(local.Client, "web", replicas: 3);
        await Eventually.TrueAsync(async () => await Objects.AvailableAsync(local.Client, "web") == 3, "the pods", StartLimit);

        local.Process.Signal(signal);

        Assert.Equal(0, await local.Process.ExitAsync(StopLimit));
        new TcpListener(IPAddress.Loopback, port).Start();
        Assert.DoesNotContain("xception", local.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_Signalled_EndsAndFreesItsPort(string signal)
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        var port = FreePort.Take();
        using var run = AutoscaleProcess.Start("run", "--kubeconfig", local.Kubeconfig, "--listen", $"127.0.0.1:{port}");
        await run.SaysAsync("observes", StartLimit);

        run.Signal(signal);

        Assert.Equal(0, await run.ExitAsync(StopLimit));
        new TcpListener(IPAddress.Loopback, port).Start();
        Assert.DoesNotContain("xception", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Run_ClusterIsGoneAndSignalled_Ends(string signal)
    {
        using var local = await LocalProcess.StartAsync("--controllers=false");
        using var run = AutoscaleProcess.Start("run", "--kubeconfig", local.Kubeconfig);
        await run.SaysAsync("observes", StartLimit);
        local.Process.Signal("KILL");
        await run.SaysAsync("Connection refused", StartLimit);

        run.Signal(signal);

        Assert.Equal(0, await run.ExitAsync(StopLimit));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Demo_Signalled_EndsAmidItsWorkAndClaimsNoSuccess(string signal)
    {
        using var folder = new TemporaryFolder();
        using var demo = AutoscaleProcess.Start("demo", "--kubeconfig", Path.Combine(folder.Path, "k"));
        await demo.SaysAsync("→", StartLimit);

        demo.Signal(signal);

        Assert.Equal(130, await demo.ExitAsync(StopLimit));
        Assert.DoesNotContain("xception", demo.Output, StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task Local_BrokerIsGoneAndSignalled_Ends()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        using var local = await LocalProcess.StartAsync(
            "--broker", broker.AmqpUrl.OriginalString, "--broker-management", broker.ManagementUrl.OriginalString);
        await Objects.DeployAsync(local.Client, "worker", 2, container: Objects.QueueWorker("orders"));
        await Eventually.TrueAsync(async () => await Objects.AvailableAsync(local.Client, "worker") == 2, "the workers", StartLimit);
        await broker.KillAsync();

        local.Process.Signal("TERM");

        Assert.Equal(0, await local.Process.ExitAsync(StopLimit));
    }
}
