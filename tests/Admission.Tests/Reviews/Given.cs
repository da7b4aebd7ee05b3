using System.Text;
using System.Text.Json.Nodes;

namespace Autoscale.Admission.Tests;

/// <summary>Reviews as a real API server sends them.</summary>
internal static class Given
{
    public const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"team1","creationTimestamp":null,"labels":{"app":"web","a/b~c":"x"},
        "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n"}},
        "spec":{"containers":[{"name":"c","image":"nginx","args":["\u003c\ud83d\ude00\u003e","ü"],"resources":{"limits":{"cpu":"1"},"requests":{"cpu":"500m"}}}],
        "restartPolicy":"Always","terminationGracePeriodSeconds":30},"status":{}}
        """;

    public static byte[] Body(string json) => Encoding.UTF8.GetBytes(json);

    public static byte[] Body(JsonNode review) => Body(review.ToJsonString());

    public static JsonObject Review(Action<JsonObject>? change = null)
    {
        var review = JsonNode.Parse("""
            {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{
            "uid":"705ab4f5-6393-11e8-b7cc-42010a800002","kind":{"group":"","version":"v1","kind":"Pod"},
            "resource":{"group":"","version":"v1","resource":"pods"},"requestKind":{"group":"","version":"v1","kind":"Pod"},
            "requestResource":{"group":"","version":"v1","resource":"pods"},"name":"p","namespace":"team1","operation":"CREATE",
            "userInfo":{"username":"alice","groups":["system:authenticated"],"extra":{"k":["v"]}},
            "object":POD,"oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
            """.Replace("POD", Pod, StringComparison.Ordinal))!.AsObject();
        change?.Invoke(review["request"]!.AsObject());
        return review;
    }

    public static AdmissionRequest Request(Action<JsonObject>? change = null) =>
        AdmissionReviewReader.Read(Body(Review(change))).Request ?? throw new InvalidOperationException("no review");

    public static string Refused(string json) => AdmissionReviewReader.Read(Body(json)).Problem ?? "";

    public static string Refused(Action<JsonObject> change) => Refused(Review(change).ToJsonString());
}
