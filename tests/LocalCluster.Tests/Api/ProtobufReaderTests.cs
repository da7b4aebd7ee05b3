using System.Text;
using Autoscale.LocalCluster.Api.Protobuf;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class ProtobufReaderTests
{
    private static readonly KindOf Kinds = new();

    [Fact]
    public void Read_PodWithVolume_ShowsInlinedFieldsInTheOuterObject()
    {
        var configMap = Field(19, Field(1, Field(1, "settings")));
        var volume = Field(1, Join(Field(1, "data"), Field(2, configMap)));
        var body = Envelope("v1", "Pod", Join(Field(1, Field(1, "p")), Field(2, volume)));

        var pod = ProtobufReader.Read(Kinds["Pod"], body);

        Assert.Equal(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"volumes":[{"name":"data","configMap":{"name":"settings"}}]}}""",
            pod.ToJsonString());
    }

    [Theory]
    [InlineData("6B387300FFFFFFFFFFFFFFFFFF01")]
    [InlineData("6B38730012FFFFFFFFFFFFFFFFFF01")]
    [InlineData("6B387300120F0A0D420B08FFFFFFFFFFFFFFFF7F")]
    public async Task Post_BytesThatAreNoObject_AreABadRequest(string hex)
    {
        await using var server = await Http.TestServer.StartAsync();
        using var content = new ByteArrayContent(Convert.FromHexString(hex));
        content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");

        using var answer = await server.Client.PostAsync("/api/v1/namespaces/demo/configmaps", content);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public void Read_QuotaWithQuantities_ReadsMapEntries()
    {
        var entry = Join(Field(1, "cpu"), Field(2, Field(1, "500m")));
        var body = Envelope("v1", "ResourceQuota", Field(2, Field(1, entry)));

        var quota = ProtobufReader.Read(Kinds["ResourceQuota"], body);

        Assert.Equal("500m", (string?)quota["spec"]!["hard"]!["cpu"]);
    }

    [Fact]
    public void Read_Numbers_KeepTheirSign()
    {
        var minReplicas = new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 };
        var body = Envelope("autoscaling/v2", "HorizontalPodAutoscaler", Field(2, minReplicas));

        var autoscaler = ProtobufReader.Read(Kinds["HorizontalPodAutoscaler"], body);

        Assert.Equal(-1, (long)autoscaler["spec"]!["minReplicas"]!);
    }

    [Theory]
    [InlineData("no protobuf")]
    [InlineData("k8s\0\n\u007f")]
    public void Read_Garbage_IsRefused(string text) =>
        Assert.Throws<FormatException>(() => ProtobufReader.Read(Kinds["Pod"], Encoding.UTF8.GetBytes(text)));

    private static byte[] Envelope(string apiVersion, string kind, byte[] raw) =>
        [.. "k8s\0"u8, .. Field(1, Join(Field(1, apiVersion), Field(2, kind))), .. Field(2, raw)];

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes)
    {
        var tag = (number << 3) | 2;
        byte[] head = tag < 128 ? [(byte)tag] : [(byte)((tag & 0x7F) | 0x80), (byte)(tag >> 7)];
        return [.. head, (byte)bytes.Length, .. bytes];
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private sealed class KindOf
    {
        public LocalCluster.Api.ResourceKind this[string kind] => KnownKinds.All.First(one => one.Kind == kind);
    }
}
