using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class FieldValidationTests
{
    private const string Prefix = "Deployment in version \"v1\" cannot be handled as a Deployment: ";

    [Fact]
    public async Task CreateAsync_StrictWithUnknownFields_NamesThemAll()
    {
        var refusal = await RefuseAsync("""{"metadata":{"name":"web","lables":{}},"spec":{"replica":1,"template":{"spec":{"containers":[{"name":"a","imagee":"x"}]}}}}""");

        Assert.Equal(
            Prefix + "strict decoding error: unknown field \"metadata.lables\", unknown field \"spec.replica\", unknown field \"spec.template.spec.containers[0].imagee\"",
            refusal.Message);
        Assert.Equal((400, "BadRequest"), (refusal.Code, refusal.Reason));
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"three"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":1.5}}""", "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"replicas":99999999999}}""", "json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("""{"spec":{"paused":"yes"}}""", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    [InlineData(
        """{"spec":{"template":{"spec":{"containers":{}}}}}""",
        "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    public async Task CreateAsync_WrongType_SaysWhatGoSays(string json, string expected)
    {
        var refusal = await RefuseAsync(json);

        Assert.Equal(Prefix + expected, refusal.Message);
    }

    [Fact]
    public async Task CreateAsync_Warn_ReportsAndDrops()
    {
        var api = await TestApi.StartAsync();
        var warnings = new List<string>();

        var made = await api.CreateAsync(
            TestKinds.Deployment,
            "demo",
            """{"metadata":{"name":"web"},"spec":{"nope":1}}""",
            new WriteOptions { FieldValidation = "Warn", Warn = warnings.Add });

        Assert.Equal(["unknown field \"spec.nope\""], warnings);
        Assert.Null(made["spec"]!["nope"]);
    }

    [Fact]
    public void Read_DuplicateMembers_LastWinsAndPathIsReported()
    {
        var duplicates = new List<string>();

        var node = JsonText.Read("""{"spec":{"a":1,"b":[{"c":1,"c":2}],"a":3}}"""u8, duplicates.Add);

        Assert.Equal(["spec.b[0].c", "spec.a"], duplicates);
        Assert.Equal("""{"spec":{"a":3,"b":[{"c":2}]}}""", node!.ToJsonString());
    }

    private static async Task<ApiError> RefuseAsync(string json)
    {
        var api = await TestApi.StartAsync();
        return await Assert.ThrowsAsync<ApiError>(() => api.CreateAsync(TestKinds.Deployment, "demo", json, new WriteOptions { FieldValidation = "Strict" }));
    }
}
