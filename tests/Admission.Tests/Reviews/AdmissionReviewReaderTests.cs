using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Admission.Tests;

public sealed class AdmissionReviewReaderTests
{
    [Fact]
    public void Read_RealReview_HasAllThatPoliciesAskFor()
    {
        var request = Given.Request();

        var expected = new AdmissionRequest
        {
            Uid = "705ab4f5-6393-11e8-b7cc-42010a800002",
            Version = "v1",
            Resource = "pods",
            Kind = "Pod",
            Namespace = "team1",
            Name = "p",
            Operation = AdmissionOperation.Create,
            User = "alice",
            Object = request.Object,
        };
        Assert.Equal(expected, request);
        Assert.Equal("nginx", JsonNode.Parse(request.Object.Span)!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }

    [Fact]
    public void Read_ResizeOnDryRun_KnowsSubresourceAndOldObject()
    {
        var request = Given.Request(it =>
        {
            (it["operation"], it["subResource"], it["dryRun"], it["oldObject"]) = ("UPDATE", "resize", true, it["object"]!.DeepClone());
            it["resource"] = new JsonObject { ["group"] = "apps", ["version"] = "v1beta1", ["resource"] = "things" };
        });

        Assert.Equal((AdmissionOperation.Update, "resize", true), (request.Operation, request.Subresource, request.IsDryRun));
        Assert.Equal(("things.apps", "v1beta1"), (request.QualifiedResource, request.Version));
        Assert.Equal("p", request.ReadOld(KubeJson.Default.Pod)!.Metadata.Name);
    }

    [Fact]
    public void Read_Object_IsASliceOfTheBody()
    {
        var body = Given.Body(Given.Review());

        var request = AdmissionReviewReader.Read(body).Request!;

        Assert.True(body.AsSpan().Overlaps(request.Object.Span));
        Assert.Equal(((byte)'{', (byte)'}'), (request.Object.Span[0], request.Object.Span[^1]));
    }

    [Theory]
    [InlineData("[]", "the review must be an object")]
    [InlineData("{}", "expected an AdmissionReview of admission.k8s.io/v1, not nothing of nothing")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1"}""", "expected an AdmissionReview of admission.k8s.io/v1, not \"Pod\" of \"v1\"")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1beta1","request":null}""", "not \"AdmissionReview\" of \"admission.k8s.io/v1beta1\"")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1"}""", "the review has no request")]
    [InlineData("""{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":[]}""", "request must be an object")]
    [InlineData("""{"kind":1}""", "kind must be a string")]
    [InlineData("""{"kind":"a","kind":"b"}""", "member kind stands twice in one object")]
    [InlineData("""{"kind":"a","kin\u0064":"b"}""", "member kind stands twice in one object")]
    [InlineData("""{"other":"\ud800"}""", "the review holds a string that is not valid Unicode")]
    [InlineData("""{"kind":"\udc00"}""", "the review holds a string that is not valid Unicode")]
    [InlineData("""{"other":"\x"}""", "the review is not JSON")]
    [InlineData("{} {}", "the review is not JSON")]
    [InlineData("", "the review is not JSON")]
    public void Read_NoReview_SaysWhatIsWrong(string body, string expected) =>
        Assert.Contains(expected, Given.Refused(body), StringComparison.Ordinal);

    [Theory]
    [InlineData("uid", null, "request.uid is missing")]
    [InlineData("uid", "5", "request.uid must be a string")]
    [InlineData("operation", "\"PATCH\"", "request.operation must be CREATE, UPDATE, DELETE or CONNECT")]
    [InlineData("operation", null, "request.operation must be CREATE, UPDATE, DELETE or CONNECT")]
    [InlineData("dryRun", "\"yes\"", "request.dryRun must be true or false")]
    [InlineData("resource", null, "request.resource.resource is missing")]
    [InlineData("resource", "\"pods\"", "request.resource must be an object")]
    [InlineData("kind", "{\"kind\":[]}", "request.kind must be a string")]
    [InlineData("object", null, "request.object is missing, which CREATE needs")]
    [InlineData("object", "null", "request.object is missing, which CREATE needs")]
    [InlineData("object", "\"x\"", "request.object must be an object")]
    [InlineData("oldObject", "[]", "request.oldObject must be an object")]
    public void Read_WrongMember_IsNamed(string member, string? json, string expected)
    {
        var problem = Given.Refused(it =>
        {
            it.Remove(member);
            if (json is not null)
            {
                it[member] = JsonNode.Parse(json);
            }
        });

        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Read_DeleteWithoutObjects_IsFine() =>
        Assert.True(Given.Request(it => (it["operation"], it["object"]) = ("DELETE", null)).Object.IsEmpty);

    [Fact]
    public void Read_EveryTruncation_IsAProblem()
    {
        var body = Given.Body(Given.Review());

        Assert.All(Enumerable.Range(0, body.Length), length => Assert.NotNull(AdmissionReviewReader.Read(body.AsMemory(0, length)).Problem));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(600, false)]
    [InlineData(1_000_000, false)]
    public void Read_DeepObject_IsBounded(int depth, bool isFine)
    {
        var deep = $$"""{"metadata":{"name":"deep"},"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        var reading = AdmissionReviewReader.Read(Given.Body(Given.Review().ToJsonString().Replace("\"oldObject\":null", $"\"oldObject\":{deep}", StringComparison.Ordinal)));

        Assert.Equal(isFine, reading.Problem?.StartsWith("the review is nested deeper than 512 at line 1, byte", StringComparison.Ordinal) is null);
        Assert.Equal(isFine ? "deep" : null, reading.Request?.ReadOld(KubeJson.Default.Pod)!.Metadata.Name);
    }

    [Fact]
    public void Read_InvalidUtf8InTheObject_IsAProblem()
    {
        var body = Given.Body(Given.Review());
        body[body.AsSpan().IndexOf(Encoding.UTF8.GetBytes("nginx"))] = 0xff;

        Assert.Equal("the review is not valid UTF-8", AdmissionReviewReader.Read(body).Problem);
    }
}
