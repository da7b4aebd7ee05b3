using Autoscale.Admission;
using Autoscale.Admission.Control;
using Autoscale.Commands;
using Autoscale.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autoscale.Tests.Deploy;

public sealed class WebhookManifestTests
{
    private const string Namespace = "autoscale-system";

    [Theory]
    [InlineData("advise", "advising-webhooks")]
    [InlineData("enforce", "enforcing-webhooks")]
    public async Task Webhooks_OfAComponent_AreThoseThatTheProgramWouldRegister(string mode, string component)
    {
        var deployment = Manifests.Read(Path.Combine(Manifests.Folder, "governance", "deployment.yaml"))[0];
        var arguments = deployment["spec"]["template"]["spec"]["containers"][0].Texts("args").Select(one => one.Replace("=advise", $"={mode}"));
        var governance = GovernanceOption.Of(RunCommand.Build().Parse([.. arguments.Skip(1)]), Namespace, null)!;
        await using var services = Composition.Controllers(
            new() { Cluster = new() { Server = new Uri("https://127.0.0.1:1") }, Governance = governance });

        var plan = WebhookUpkeep.PlanOf(governance.Registration(governance.Address!), [.. services.GetServices<IAdmissionPolicy>()]);

        var expected = WebhookManifest.Yaml(plan);
        var written = await File.ReadAllTextAsync(Path.Combine(Manifests.Folder, "components", component, "webhooks.yaml"));
        Assert.True(expected == written, $"webhooks.yaml of {component} should be\n{expected}");
    }

    [KubectlTheory]
    [InlineData("overlays/governance", "advising-webhooks")]
    [InlineData("overlays/governance-enforce", "enforcing-webhooks")]
    public async Task Component_AddedToItsOverlay_RegistersInPlaceOfTheProgram(string overlay, string component)
    {
        using var folder = new TemporaryFolder();
        var deploy = Path.GetRelativePath(folder.Path, Manifests.Folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "kustomization.yaml"), $"resources: [{deploy}/{overlay}]\ncomponents: [{deploy}/components/{component}]\n");

        var rendered = await Manifests.RenderAsync(folder.Path);

        var kinds = rendered.Select(one => one["kind"].ToString()).ToList();
        Assert.Contains("MutatingWebhookConfiguration", kinds);
        Assert.Contains("ValidatingWebhookConfiguration", kinds);
        var program = rendered.Single(one => one["kind"].ToString() == "Deployment")["spec"]["template"]["spec"]["containers"][0];
        Assert.Equal("--register=false", program.Texts("args").Last());
    }
}
