using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Workloads;
using Autoscale.LocalCluster.Workloads.Cluster;

namespace Autoscale.LocalCluster.Tests.Workloads;

public sealed class VolumeControllerTests
{
    private const string Wanted = "\"volumeMode\":\"Filesystem\",\"storageClassName\":\"fast\",\"accessModes\":[\"ReadWriteOnce\"]";

    private readonly TestCluster _cluster = new();

    public VolumeControllerTests() => _cluster
        .With(new ClaimController(_cluster.Objects, _cluster.Tell))
        .With(new VolumeController(_cluster.Objects, _cluster.Time));

    private JsonObject Claim => _cluster.Get(_cluster.Objects.Claims, "data");

    [Fact]
    public async Task Claim_VolumeBoundBeforehand_IsBoundToIt()
    {
        await VolumeAsync("v", "10Gi", "\"claimRef\":{\"namespace\":\"demo\",\"name\":\"data\"},\"volumeAttributesClassName\":\"gold\"");
        Assert.Equal("Available", Phase("v"));

        await ClaimAsync("1Gi", "\"volumeAttributesClassName\":\"gold\"");

        Assert.Equal(("Bound", "v", "10Gi"), (Claim.Text("status", "phase"), Claim.Text("spec", "volumeName"), Claim.Text("status", "capacity", "storage")));
        Assert.Equal("gold", Claim.Text("status", "currentVolumeAttributesClassName"));
        Assert.Equal("yes", Claim.Annotation("pv.kubernetes.io/bind-completed"));
        Assert.Equal("Bound", Phase("v"));
        Assert.Equal(Claim.Uid(), Volume("v").Text("spec", "claimRef", "uid"));
    }

    [Fact]
    public async Task Claim_SeveralFit_GetsTheSmallestThatIsLargeEnough()
    {
        await VolumeAsync("large", "10Gi");
        await VolumeAsync("fitting", "2Gi");
        await VolumeAsync("small", "500Mi");
        await VolumeAsync("others", "2Gi", "\"claimRef\":{\"namespace\":\"demo\",\"name\":\"other\"}");

        await ClaimAsync("1Gi");

        Assert.Equal("fitting", Claim.Text("spec", "volumeName"));
        Assert.Equal("yes", Volume("fitting").Annotation("pv.kubernetes.io/bound-by-controller"));
        Assert.Equal(("Available", "Available"), (Phase("large"), Phase("others")));
    }

    [Theory]
    [InlineData("\"storageClassName\":\"slow\"")]
    [InlineData("\"accessModes\":[\"ReadOnlyMany\"]")]
    [InlineData("\"volumeMode\":\"Block\"")]
    [InlineData("\"volumeAttributesClassName\":\"gold\"")]
    public async Task Claim_OtherKindOfVolume_StaysPending(string field)
    {
        await VolumeAsync("v", "10Gi", field);

        await ClaimAsync("1Gi");

        Assert.Equal("", Claim.Text("spec", "volumeName"));
    }

    [Fact]
    public async Task Claim_VolumeComesLater_IsBoundThen()
    {
        await ClaimAsync("1Gi");

        await VolumeAsync("v", "1Gi");

        Assert.Equal("Bound", Claim.Text("status", "phase"));
    }

    [Theory]
    [InlineData(null, "Warning ProvisioningFailed storageclass.storage.k8s.io \"fast\" not found")]
    [InlineData("kubernetes.io/no-provisioner", "Warning ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner")]
    [InlineData("csi.example.com", "Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'csi.example.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.")]
    public async Task Claim_NoVolumeOfItsClass_SaysWho(string? provisioner, string text)
    {
        if (provisioner is not null)
        {
            await _cluster.CreateAsync(_cluster.Objects.StorageClasses, $$"""{"metadata":{"name":"fast"},"provisioner":"{{provisioner}}"}""");
        }

        await ClaimAsync("1Gi");

        Assert.Equal([$"persistentvolume-controller PersistentVolumeClaim/data: {text}"], _cluster.Told);
    }

    [Fact]
    public async Task Claim_WithoutVolume_LosesWhatOnlyAVolumeGives()
    {
        await ClaimAsync("1Gi");

        await _cluster.ChangeAsync(
            _cluster.Objects.Claims,
            "data",
            claim => claim["status"] = JsonNode.Parse("""{"phase":"Bound","currentVolumeAttributesClassName":"gold","modifyVolumeStatus":{"status":"InProgress"} }"""),
            status: true);

        Assert.Equal("""{"phase":"Pending","modifyVolumeStatus":{"status":"InProgress"}}""", Claim["status"]!.ToJsonString());
    }

    [Fact]
    public async Task Claim_ClassThatWaits_IsBoundWhenAPodUsesIt()
    {
        await _cluster.CreateAsync(_cluster.Objects.StorageClasses, """{"metadata":{"name":"fast"},"volumeBindingMode":"WaitForFirstConsumer"}""");
        await VolumeAsync("v", "10Gi");
        await ClaimAsync("1Gi");
        Assert.Equal("", Claim.Text("spec", "volumeName"));

        await _cluster.CreateAsync(_cluster.Objects.Pods, """{"metadata":{"name":"user"},"spec":{"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"data"} }]} }""");

        Assert.Equal("v", Claim.Text("spec", "volumeName"));
        Assert.Contains("waiting for first consumer to be created before binding", _cluster.Told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Volume_ClaimDeleted_IsReleasedAndThenMayGo()
    {
        await VolumeAsync("v", "10Gi");
        await ClaimAsync("1Gi");
        await _cluster.DeleteAsync(_cluster.Objects.Volumes, "v");
        Assert.Equal("Bound", Phase("v"));

        await _cluster.DeleteAsync(_cluster.Objects.Claims, "data");

        Assert.Null(_cluster.Find(_cluster.Objects.Claims, "data"));
        Assert.Null(_cluster.Find(_cluster.Objects.Volumes, "v"));
    }

    [Fact]
    public async Task Claim_VolumeGone_IsLost()
    {
        await VolumeAsync("v", "10Gi", finalizers: "");
        await ClaimAsync("1Gi");

        await _cluster.DeleteAsync(_cluster.Objects.Volumes, "v");

        Assert.Equal("Lost", Claim.Text("status", "phase"));
        Assert.Contains("persistentvolume-controller PersistentVolumeClaim/data: Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!", _cluster.Told);
    }

    [Fact]
    public async Task AttributesClass_DeletedWhileUsed_StaysUntilTheClaimIsGone()
    {
        await _cluster.CreateAsync(_cluster.Objects.AttributesClasses, """{"metadata":{"name":"gold","finalizers":["kubernetes.io/vac-protection"]} }""");
        await ClaimAsync("1Gi", "\"volumeAttributesClassName\":\"gold\"");

        await _cluster.DeleteAsync(_cluster.Objects.AttributesClasses, "gold");
        Assert.NotNull(_cluster.Find(_cluster.Objects.AttributesClasses, "gold"));
        await _cluster.DeleteAsync(_cluster.Objects.Claims, "data");

        Assert.Null(_cluster.Find(_cluster.Objects.AttributesClasses, "gold"));
    }

    private JsonObject Volume(string name) => _cluster.Get(_cluster.Objects.Volumes, name);

    private string Phase(string name) => Volume(name).Text("status", "phase");

    private async Task VolumeAsync(string name, string size, string? more = null, string finalizers = "\"kubernetes.io/pv-protection\"")
    {
        var volume = JsonNode.Parse($$$"""
            {"metadata":{"name":"{{{name}}}","finalizers":[{{{finalizers}}}]},"spec":{ {{{Wanted}}},"capacity":{"storage":"{{{size}}}"} } }
            """)!;
        foreach (var (field, value) in JsonNode.Parse($"{{ {more} }}")!.AsObject().ToList())
        {
            volume["spec"]![field] = value!.DeepClone();
        }

        await _cluster.CreateAsync(_cluster.Objects.Volumes, volume.ToJsonString());
    }

    private Task<JsonObject> ClaimAsync(string size, string more = "\"x\":1") => _cluster.CreateAsync(_cluster.Objects.Claims, $$$"""
        {"metadata":{"name":"data","finalizers":["kubernetes.io/pvc-protection"]},"spec":{ {{{Wanted}}},{{{more}}},"resources":{"requests":{"storage":"{{{size}}}"} } } }
        """);
}
