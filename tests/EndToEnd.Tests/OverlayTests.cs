using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>Applies what <c>deploy/overlays</c> renders to a local cluster, as its user would to a real one.</summary>
public sealed class OverlayTests
{
    [KubectlTheory]
    [InlineData("observe")]
    [InlineData("active")]
    [InlineData("metrics")]
    [InlineData("governance")]
    [InlineData("governance-enforce")]
    [InlineData("vertical")]
    public async Task Apply_RenderedOverlay_IsTakenWhole(string overlay)
    {
        using var local = await LocalProcess.StartAsync("--nodes=0");
        var folder = Path.Combine(Vectors.TestsFolder(), "..", "deploy", "overlays", overlay);

        var rendered = await Kubectl.RunAsync("kustomize", folder);
        var applied = await Kubectl.RunAsync("--kubeconfig", local.Kubeconfig, "apply", "--validate=strict", "-k", folder);

        Assert.True(applied.ExitCode == 0, applied.Errors);
        Assert.Equal(rendered.Output.Split("\nkind: ").Length, applied.Output.Split(" created\n").Length);
    }
}
