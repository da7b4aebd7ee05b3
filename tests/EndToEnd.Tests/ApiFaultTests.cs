namespace Autoscale.EndToEnd.Tests;

/// <summary>Faults between the controllers and the API server: nothing crashes, nothing scales down, everything recovers by itself.</summary>
public sealed class ApiFaultTests
{
    [Fact]
    public async Task Api_Restarts_ControllersHoldAndRecover()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();

        await scene.Relay.RefuseAsync();
        await scene.BlindAsync();
        scene.Relay.Accept();

        await scene.RaiseAsync(4);
        Assert.Equal([1, 3, 4], scene.Steps.All.Where(step => step != 2));
    }

    [Fact]
    public async Task Api_CutsEveryConnection_ControllersRecover()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();

        foreach (var replicas in (int[])[4, 5, 6])
        {
            scene.Relay.Cut();
            await scene.RaiseAsync(replicas);
        }

        Assert.Equal([1, 3, 4, 5, 6], scene.Steps.All.Where(step => step != 2));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Api_FallsSilentOnEveryConnection_ControllersConnectAnew()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();

        scene.Relay.FallSilent();

        await scene.RaiseAsync(4);
        Assert.Equal([1, 3, 4], scene.Steps.All.Where(step => step != 2));
    }

    [Fact]
    public async Task Api_ChangesWhileItIsAway_AreSeenAfterwards()
    {
        await using var scene = await FaultScene.StartAsync();
        await scene.BusyAsync();
        await scene.Relay.RefuseAsync();
        var raised = scene.RaiseAsync(5);
        await scene.BlindAsync();

        scene.Relay.Accept();

        await raised;
    }
}
