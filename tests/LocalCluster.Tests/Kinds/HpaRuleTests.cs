using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Autoscaling;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Rules of autoscalers that the recordings do not show, as pkg/apis/autoscaling/validation has them.</summary>
public sealed class HpaRuleTests
{
    private const string Label = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string Amount = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private const string Types = "\"ContainerResource\", \"External\", \"Object\", \"Pods\", \"Resource\"";

    private readonly KindsApi _api = new();

    [Theory]
    [InlineData("cpu", "App", "spec.metrics[0].containerResource.container: Invalid value: \"App\": " + Label)]
    [InlineData("cpu", "a.b", "spec.metrics[0].containerResource.container: Invalid value: \"a.b\": must not contain dots")]
    [InlineData("gpu", "app", "[spec.metrics[0].containerResource.name: Invalid value: \"gpu\": must be a standard resource type or fully qualified, spec.metrics[0].containerResource.name: Invalid value: \"gpu\": must be a standard resource for containers]")]
    [InlineData("pods", "app", "spec.metrics[0].containerResource.name: Invalid value: \"pods\": must be a standard resource for containers")]
    [InlineData("kubernetes.io/x", "app", null)]
    [InlineData("example.com/gpu", "app", null)]
    [InlineData("requests.example.com/gpu", "app", "spec.metrics[0].containerResource.name: Invalid value: \"requests.example.com/gpu\": doesn't follow extended resource name standard")]
    [InlineData("hugepages-2Mi", "app", null)]
    public async Task Create_ContainerResource_ChecksItsNames(string resource, string container, string? expected) =>
        Assert.Equal(expected, await AnswerAsync("ContainerResource", $$$"""
            "containerResource":{"name":"{{{resource}}}","container":"{{{container}}}","target":{"type":"Utilization","averageUtilization":50}}
            """));

    [Theory]
    [InlineData("a/b", "spec.metrics[0].external.metric.name: Invalid value: \"a/b\": may not contain '/'")]
    [InlineData("a%/b", "[spec.metrics[0].external.metric.name: Invalid value: \"a%/b\": may not contain '/', spec.metrics[0].external.metric.name: Invalid value: \"a%/b\": may not contain '%']")]
    [InlineData("..", "spec.metrics[0].external.metric.name: Invalid value: \"..\": may not be '..'")]
    [InlineData("", "spec.metrics[0].external.metric.name: Required value: must specify a metric name")]
    [InlineData("A b", null)]
    public async Task Create_MetricName_IsASegmentOfAPath(string name, string? expected) =>
        Assert.Equal(expected, await AnswerAsync("External", $$$"""
            "external":{"metric":{"name":"{{{name}}}"},"target":{"type":"Value","value":"1"}}
            """));

    [Theory]
    [InlineData("Foo", "", "spec.metrics[0].type: Unsupported value: \"Foo\": supported values: " + Types)]
    [InlineData("resource", ",\"resource\":{\"name\":\"cpu\",\"target\":{\"type\":\"Utilization\",\"averageUtilization\":1}}", "spec.metrics[0].type: Unsupported value: \"resource\": supported values: " + Types)]
    [InlineData("ContainerResource", "", "spec.metrics[0].containerResource: Required value: must populate information for the given metric source")]
    [InlineData("Object", ",\"object\":{}", "[spec.metrics[0].object.describedObject.kind: Required value, spec.metrics[0].object.describedObject.name: Required value, spec.metrics[0].object.metric.name: Required value: must specify a metric name, spec.metrics[0].object.target.type: Required value: must specify a metric target type, spec.metrics[0].object.target.type: Invalid value: \"\": must be either Utilization, Value, or AverageValue, spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue]")]
    [InlineData("External", ",\"external\":{\"metric\":{\"name\":\"q\"},\"target\":{\"type\":\"Value\",\"value\":\"0\",\"averageValue\":\"-0.5\"}}", "[spec.metrics[0].external.target.value: Invalid value: \"0\": must be positive, spec.metrics[0].external.target.averageValue: Invalid value: \"-500m\": must be positive, spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod target]")]
    public async Task Create_Source_MustFitItsType(string type, string rest, string expected) =>
        Assert.Equal(expected, await AnswerAsync(type, rest.TrimStart(',')));

    [Theory]
    [InlineData("{\"kind\":\"Deploy/ment\",\"name\":\"a%b\",\"apiVersion\":\"apps/v1\"}", "[spec.scaleTargetRef.kind: Invalid value: \"Deploy/ment\": may not contain '/', spec.scaleTargetRef.name: Invalid value: \"a%b\": may not contain '%']")]
    [InlineData("{\"kind\":\"Deployment\",\"name\":\".\",\"apiVersion\":\"apps/v1\"}", "spec.scaleTargetRef.name: Invalid value: \".\": may not be '.'")]
    [InlineData("{\"kind\":\"Deployment\",\"name\":\"d\",\"apiVersion\":\"/\"}", "spec.scaleTargetRef.apiVersion: Invalid value: \"/\": apiVersion must specify API group")]
    [InlineData("{\"kind\":\"Deployment\",\"name\":\"d\",\"apiVersion\":\"//\"}", "spec.scaleTargetRef.apiVersion: Invalid value: \"//\": unexpected GroupVersion string: //")]
    [InlineData("{\"kind\":\"ReplicationController\",\"name\":\"d\",\"apiVersion\":\"a/b/c\"}", "spec.scaleTargetRef.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c")]
    public async Task Create_TargetReference_NamesAGroup(string reference, string expected)
    {
        var refusal = await _api.RefusalAsync($$$"""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":2,"scaleTargetRef":{{{reference}}}}}""");

        Assert.Equal($"HorizontalPodAutoscaler.autoscaling \"h\" is invalid: {expected}", refusal.Message);
    }

    [Theory]
    [InlineData("\"maxReplicas\":\"5\"", "json: cannot unmarshal string into Go struct field HorizontalPodAutoscalerSpec.spec.maxReplicas of type int32")]
    [InlineData("\"minReplicas\":2147483648", "json: cannot unmarshal number 2147483648 into Go struct field HorizontalPodAutoscalerSpec.spec.minReplicas of type int32")]
    [InlineData("\"metrics\":{}", "json: cannot unmarshal object into Go struct field HorizontalPodAutoscalerSpec.spec.metrics of type []v2.MetricSpec")]
    [InlineData("\"behavior\":[]", "json: cannot unmarshal array into Go struct field HorizontalPodAutoscalerSpec.spec.behavior of type v2.HorizontalPodAutoscalerBehavior")]
    [InlineData("\"behavior\":{\"scaleUp\":{\"tolerance\":true}}", Amount)]
    [InlineData("\"behavior\":{\"scaleUp\":{\"tolerance\":\"\\u0031\"}}", Amount)]
    [InlineData("\"behavior\":{\"scaleUp\":{\"tolerance\":\"1\\n\"}}", Amount)]
    [InlineData("\"behavior\":{\"scaleUp\":{\"tolerance\":{}}}", Amount)]
    public async Task Create_ValueOfAnotherType_SaysWhatGoSays(string member, string expected)
    {
        var refusal = await _api.RefusalAsync($$$"""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{ {{{member}}} } }""");

        Assert.Equal($"HorizontalPodAutoscaler in version \"v2\" cannot be handled as a HorizontalPodAutoscaler: {expected}", refusal.Message);
    }

    [Fact]
    public async Task Update_OfAnObjectStoredWithoutGroups_MayKeepThem()
    {
        var old = await _api.CreateAsync("""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":2,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},"metrics":[{"type":"Object","object":{"describedObject":{"kind":"Service","name":"s","apiVersion":"v1"},"metric":{"name":"m"},"target":{"type":"Value","value":"1"}}}]}}""");
        old["spec"]!["scaleTargetRef"]!["apiVersion"] = "a/b/c";
        old["spec"]!["metrics"]![0]!["object"]!["describedObject"]!["apiVersion"] = "d/e/f";
        var changed = old.DeepClone().AsObject();
        changed["spec"]!["scaleTargetRef"]!["kind"] = "StatefulSet";

        Assert.Empty(HpaRules.Validate(old.DeepClone().AsObject(), old));
        Assert.Equal(["spec.scaleTargetRef.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c"], HpaRules.Validate(changed, old).Select(error => error.ToString()));
    }

    private async Task<string?> AnswerAsync(string type, string source)
    {
        var members = source.Trim().Length == 0 ? "" : $",{source}";
        var hpa = JsonNode.Parse($$$"""
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"maxReplicas":3,
            "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"metrics":[{"type":"{{{type}}}"{{{members}}}}]}}
            """)!;
        try
        {
            await _api.CreateAsync(hpa.AsObject(), dryRun: true);
            return null;
        }
        catch (ApiError refusal)
        {
            return refusal.Message.Replace("HorizontalPodAutoscaler.autoscaling \"h\" is invalid: ", "", StringComparison.Ordinal);
        }
    }
}
