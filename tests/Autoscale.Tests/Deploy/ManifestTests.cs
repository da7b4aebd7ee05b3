using Autoscale.Testing;
using YamlDotNet.RepresentationModel;

namespace Autoscale.Tests.Deploy;

public sealed class ManifestTests
{
    private static readonly string[] Lists = ["resources", "components", "patches"];

    [Fact]
    public void Files_AreYamlThatNamesItsKindOrPatches() => Assert.All(Manifests.Files, path =>
    {
        var documents = Manifests.Read(path);

        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.True(
            document is YamlSequenceNode || (document is YamlMappingNode mapping && mapping.Children.ContainsKey("kind")),
            $"{path}: neither an object nor a patch"));
    });

    [Fact]
    public void Kustomizations_NameFilesThatExist()
    {
        var missing =
            from path in Manifests.Files
            where Path.GetFileName(path) == "kustomization.yaml"
            from key in Lists
            from name in Manifests.Read(path).Single().Texts(key)
            let target = Path.Combine(Path.GetDirectoryName(path)!, name)
            where !File.Exists(target) && !File.Exists(Path.Combine(target, "kustomization.yaml"))
            select $"{path}: {name}";

        Assert.Empty(missing);
    }

    [Fact]
    public void BaseAndOverlayFiles_AreAllUsed()
    {
        var unused =
            from path in Manifests.Files
            let folder = Path.GetDirectoryName(path)!
            let kustomization = Path.Combine(folder, "kustomization.yaml")
            where File.Exists(kustomization) && path != kustomization
            let node = Manifests.Read(kustomization).Single()
            where !node.Texts("resources").Concat(node.Texts("patches")).Contains(Path.GetFileName(path))
            select path;

        Assert.Empty(unused);
    }

    [KubectlFact]
    public async Task Base_Rendered_ObservesAndMayWriteEventsLeasesAndStatusesOfSourcesOnly()
    {
        var rendered = await Manifests.RenderAsync("base");

        Assert.Equal(["run", "--horizontal=observe", "--listen=0.0.0.0:8080"], Arguments(rendered));
        Assert.Equal(
            ["patch clustermetricsources/status", "create events", "patch events", "create leases", "patch leases", "patch metricsources/status"],
            Rights(rendered).Where(IsWriting).OrderBy(right => right.Split(' ')[1], StringComparer.Ordinal));
    }

    [KubectlFact]
    public async Task ObserveOverlay_Rendered_EqualsTheBase() =>
        Assert.Equal(Text(await Manifests.RenderAsync("base")), Text(await Manifests.RenderAsync("overlays/observe")));

    [KubectlFact]
    public async Task ActiveOverlay_Rendered_ActsAndMayScale()
    {
        var rendered = await Manifests.RenderAsync("overlays/active");

        Assert.Contains("--horizontal=active", Arguments(rendered));
        Assert.DoesNotContain("--horizontal=observe", Arguments(rendered));
        Assert.Contains("patch */scale", Rights(rendered));
        Assert.Contains("patch horizontalpodautoscalers/status", Rights(rendered));
    }

    [KubectlTheory]
    [InlineData("overlays/governance", "create events,patch events,create leases,patch leases,create mutatingwebhookconfigurations,patch mutatingwebhookconfigurations,create secrets,patch secrets,create validatingwebhookconfigurations,patch validatingwebhookconfigurations")]
    [InlineData("overlays/governance-enforce", "create events,patch events,create leases,patch leases,create mutatingwebhookconfigurations,patch mutatingwebhookconfigurations,patch resourcequotas/status,create secrets,patch secrets,create validatingwebhookconfigurations,patch validatingwebhookconfigurations")]
    public async Task Governance_Rendered_MayWriteWhatItsModeNeedsAlone(string overlay, string expected) => Assert.Equal(
        expected.Split(','), Rights(await Manifests.RenderAsync(overlay)).Where(IsWriting).OrderBy(right => right.Split(' ')[1], StringComparer.Ordinal));

    // Who neither may nor needs to see pods would wait for them, and never be ready.
    [KubectlTheory]
    [InlineData("overlays/governance")]
    [InlineData("overlays/governance-enforce")]
    public async Task Governance_Rendered_RunsNoAutoscaler(string overlay) =>
        Assert.Subset(Arguments(await Manifests.RenderAsync(overlay)).ToHashSet(), new HashSet<string> { "--horizontal=off", "--vertical=off" });

    [KubectlFact]
    public async Task BrokerComponent_AddedToTheBase_IsAskedForQueues()
    {
        using var folder = new TemporaryFolder();
        var deploy = Path.GetRelativePath(folder.Path, Manifests.Folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "kustomization.yaml"),
            $"resources: [{deploy}/base]\ncomponents: [{deploy}/components/broker]\n");

        var rendered = await Manifests.RenderAsync(folder.Path);

        Assert.Contains("--broker=$(AUTOSCALE_BROKER)", Arguments(rendered));
    }

    [KubectlTheory]
    [InlineData("base")]
    [InlineData("overlays/governance")]
    public async Task Pods_Rendered_AreRestricted(string folder)
    {
        var pod = PodSpec(await Manifests.RenderAsync(folder));
        var container = pod["containers"][0]["securityContext"];

        Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].ToString());
        Assert.Equal("RuntimeDefault", pod["securityContext"]["seccompProfile"]["type"].ToString());
        Assert.Equal("true", container["readOnlyRootFilesystem"].ToString());
        Assert.Equal("false", container["allowPrivilegeEscalation"].ToString());
        Assert.Equal(["ALL"], container["capabilities"].Texts("drop"));
    }

    private static IEnumerable<string> Arguments(IReadOnlyList<YamlNode> rendered) => PodSpec(rendered)["containers"][0].Texts("args");

    private static YamlNode PodSpec(IReadOnlyList<YamlNode> rendered) =>
        rendered.Single(one => one["kind"].ToString() == "Deployment")["spec"]["template"]["spec"];

    private static IEnumerable<string> Rights(IReadOnlyList<YamlNode> rendered) =>
        from role in rendered
        where role["kind"].ToString() is "Role" or "ClusterRole"
        from rule in (YamlSequenceNode)role["rules"]
        from resource in rule.Texts("resources")
        from verb in rule.Texts("verbs")
        select $"{verb} {resource}";

    private static bool IsWriting(string right) => right.Split(' ')[0] is not ("get" or "list" or "watch");

    private static string Text(IEnumerable<YamlNode> documents) => string.Join("\n---\n", documents);
}
