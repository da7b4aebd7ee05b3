using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds.Core;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>What an updated claim may change, after ValidatePersistentVolumeClaimUpdate.</summary>
public sealed class ClaimRuleTests
{
    private const string Beta = "volume.beta.kubernetes.io/storage-class";

    [Theory]
    [InlineData("", "", "\"storageClassName\":\"gold\",", "")]
    [InlineData(Beta, "", "\"storageClassName\":\"gold\",", "")]
    [InlineData(Beta, "", "\"storageClassName\":\"other\",", "spec: Forbidden")]
    [InlineData("", "\"storageClassName\":\"gold\",", "\"storageClassName\":\"other\",", "spec: Forbidden")]
    [InlineData("", "\"storageClassName\":\"gold\",", "", "spec: Forbidden")]
    public void Validate_AnotherClass_IsTakenWhereThereWasNone(string annotation, string before, string after, string error)
    {
        var errors = ClaimRules.Validate(Claim(after, annotation), Claim(before, annotation));

        Assert.Equal(error, string.Join(' ', errors.Select(one => one.ToString().Split(": spec is immutable")[0])));
    }

    [Fact]
    public void Validate_AnotherAnnotatedClass_IsRefused()
    {
        var now = Claim("", Beta);
        now["metadata"]!["annotations"]![Beta] = "other";

        Assert.Equal($"metadata.annotations.{Beta}: Invalid value: \"other\": field is immutable", Assert.Single(ClaimRules.Validate(now, Claim("", Beta))).ToString());
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("gold", "\"volumeAttributesClassName\":\"silver\",", "")]
    [InlineData("gold", "", "update to nil is forbidden when status.currentVolumeAttributesClassName is not nil")]
    [InlineData("gold", "\"volumeAttributesClassName\":\"\",", "update to empty string is forbidden when status.currentVolumeAttributesClassName is not nil")]
    public void Validate_AttributesOfABoundClaimGivenUp_IsRefusedOnceTheyTookEffect(string current, string after, string error)
    {
        var (now, old) = (Claim(after), Claim("\"volumeAttributesClassName\":\"gold\","));
        foreach (var claim in new[] { now, old })
        {
            claim["status"] = new JsonObject { ["phase"] = "Bound" };
            claim["status"]!["currentVolumeAttributesClassName"] = current.Length == 0 ? null : current;
        }

        var texts = ClaimRules.Validate(now, old).Select(one => one.ToString());

        Assert.Equal(error.Length == 0 ? [] : [$"spec.volumeAttributesClassName: Forbidden: {error}"], texts);
    }

    [Theory]
    [InlineData("""{"capacity":{"storage":"1Gi"},"allocatedResources":{"storage":"2Gi"},"allocatedResourceStatuses":{"storage":"NodeResizePending"}}""", "")]
    [InlineData("""{"capacity":{"storage":"-1"}}""", "status.capacity[storage]: Invalid value: -1: must be a valid resource quantity")]
    [InlineData("""{"allocatedResources":{"cpu":"1"}}""", "status.allocatedResources: Unsupported value: \"cpu\": supported values: \"storage\"")]
    [InlineData("""{"allocatedResourceStatuses":{"storage":"Done"}}""", "status.allocatedResourceStatuses: Unsupported value: \"storage\": supported values: \"ControllerResizeInProgress\", \"ControllerResizeInfeasible\", \"NodeResizeInProgress\", \"NodeResizeInfeasible\", \"NodeResizePending\"")]
    public void Validate_Status_TellsOfStorageAlone(string status, string error)
    {
        var claim = Claim("");
        claim["status"] = JsonNode.Parse(status);

        Assert.Equal(error, string.Join(' ', ClaimStatusRules.Validate(claim, Claim("")).Select(one => one.ToString())));
    }

    private static JsonObject Claim(string fields, string annotation = "") => JsonNode.Parse($$$"""
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","namespace":"default","resourceVersion":"1"
        {{{(annotation.Length == 0 ? "" : $",\"annotations\":{{\"{annotation}\":\"gold\"}}")}}} },
        "spec":{ {{{fields}}}"accessModes":["ReadWriteOnce"],"volumeMode":"Filesystem","resources":{"requests":{"storage":"1Gi"} } } }
        """)!.AsObject();
}
