using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>The usual mistakes in the kinds that quotas look at, answered in upstream's words.</summary>
public sealed class GovernedKindRuleTests
{
    private const string Template = "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
    private const string Running = "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";

    private readonly KindsApi _api = new();

    [Theory]
    [InlineData("", "spec.schedule: Required value")]
    [InlineData("\"schedule\":\"* * *\",", "spec.schedule: Invalid value: \"* * *\": expected exactly 5 fields, found 3: [* * *]")]
    [InlineData("\"schedule\":\"TZ=UTC 0 0 * * *\",", "spec.schedule: Invalid value: \"TZ=UTC 0 0 * * *\": cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("\"schedule\":\"@daily\",\"timeZone\":\"\",", "spec.timeZone: Invalid value: \"\": timeZone must be nil or non-empty string")]
    [InlineData("\"schedule\":\"@daily\",\"timeZone\":\"Local\",", "spec.timeZone: Invalid value: \"Local\": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")]
    [InlineData("\"schedule\":\"@daily\",\"timeZone\":\"Middle/Earth\",", "spec.timeZone: Invalid value: \"Middle/Earth\": unknown time zone Middle/Earth")]
    [InlineData("\"schedule\":\"@daily\",\"concurrencyPolicy\":\"Maybe\",", "spec.concurrencyPolicy: Unsupported value: \"Maybe\": supported values: \"Allow\", \"Forbid\", \"Replace\"")]
    [InlineData("\"schedule\":\"@daily\",\"startingDeadlineSeconds\":-1,", "spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("\"schedule\":\"@daily\",\"failedJobsHistoryLimit\":-1,", "spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0")]
    public async Task CronJob_Mistake_IsRefused(string fields, string error) =>
        await RefuseAsync($$$"""{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"x"},"spec":{ {{{fields}}}"jobTemplate":{"spec":{ {{{Template}}} } } } }""", "CronJob.batch", error);

    [Fact]
    public async Task CronJob_LongName_LeavesNoRoomForThoseOfItsJobs()
    {
        var name = new string('x', 53);

        var refusal = await _api.RefusalAsync($$$"""{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"{{{name}}}"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{ {{{Template}}} } } } }""");

        Assert.EndsWith("must be no more than 52 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CronJob_Plain_GetsDefaultsButNotThoseOfItsJobs()
    {
        var cron = await _api.CreateAsync($$$"""{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"x"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{ {{{Template}}} } } } }""");

        Assert.Equal(("Allow", 3L, 1L), (cron.TextAt("spec.concurrencyPolicy"), cron.NumberAt("spec.successfulJobsHistoryLimit"), cron.NumberAt("spec.failedJobsHistoryLimit")));
        Assert.Null(cron.NodeAt("spec.jobTemplate.spec.backoffLimit"));
        Assert.Equal("ClusterFirst", cron.TextAt("spec.jobTemplate.spec.template.spec.dnsPolicy"));
    }

    [Theory]
    [InlineData("", "spec.template: Required value", "spec.selector: Required value")]
    [InlineData("\"selector\":{\"a\":\"c\"}," + Running, "spec.template.metadata.labels: Invalid value: {\"a\":\"b\"}: `selector` does not match template `labels`")]
    [InlineData("\"replicas\":-1," + Running, "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(Template, "spec.template.spec.restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"")]
    public async Task ReplicationController_Mistake_IsRefused(string spec, params string[] errors) =>
        await RefuseAsync($$$"""{"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"x"},"spec":{ {{{spec}}} } }""", "ReplicationController", errors);

    [Fact]
    public async Task ReplicationController_WithoutSelector_TakesTheTemplatesLabels()
    {
        var one = await _api.CreateAsync($$$"""{"apiVersion":"v1","kind":"ReplicationController","metadata":{"name":"x"},"spec":{ {{{Running}}} } }""");

        Assert.Equal(("b", "b", 1L), (one.TextAt("spec.selector.a"), one.TextAt("metadata.labels.a"), one.NumberAt("spec.replicas")));
    }

    [Theory]
    [InlineData("", "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified")]
    [InlineData("\"defaultBackend\":{}", "spec.defaultBackend: Invalid value: \"\": resource or service backend is required")]
    [InlineData("\"defaultBackend\":{\"service\":{\"name\":\"s\"}}", "spec.defaultBackend: Required value: port name or number is required")]
    [InlineData("\"rules\":[{\"host\":\"1.2.3.4\"}]", "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address")]
    [InlineData("\"rules\":[{\"http\":{\"paths\":[{\"backend\":{}}]}}]", "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified")]
    [InlineData("\"rules\":[{\"http\":{\"paths\":[{\"pathType\":\"Prefix\",\"path\":\"a//b\",\"backend\":{\"service\":{\"name\":\"s\",\"port\":{\"number\":80}}}}]}}]", "spec.rules[0].http.paths[0].path: Invalid value: \"a//b\": must be an absolute path", "spec.rules[0].http.paths[0].path: Invalid value: \"a//b\": must not contain '//'")]
    public async Task Ingress_Mistake_IsRefused(string spec, params string[] errors) =>
        await RefuseAsync($$$"""{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"x"},"spec":{ {{{spec}}} } }""", "Ingress.networking.k8s.io", errors);

    [Theory]
    [InlineData("\"capacity\":{\"storage\":\"1Gi\"},\"hostPath\":{\"path\":\"/a\"}", "spec.accessModes: Required value")]
    [InlineData("\"accessModes\":[\"Any\"],\"capacity\":{\"storage\":\"1Gi\"},\"hostPath\":{\"path\":\"/a\"}", "spec.accessModes: Unsupported value: \"Any\": supported values: \"ReadOnlyMany\", \"ReadWriteMany\", \"ReadWriteOnce\", \"ReadWriteOncePod\"")]
    [InlineData("\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"0\"},\"hostPath\":{\"path\":\"/a\"}", "spec.capacity[storage]: Invalid value: \"0\": must be greater than zero")]
    [InlineData("\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Gi\"}", "spec: Required value: must specify a volume type")]
    [InlineData("\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Gi\"},\"hostPath\":{\"path\":\"/a\"},\"nfs\":{\"server\":\"s\",\"path\":\"/b\"}", "spec.nfs: Forbidden: may not specify more than 1 volume type")]
    [InlineData("\"accessModes\":[\"ReadWriteOnce\"],\"capacity\":{\"storage\":\"1Gi\"},\"hostPath\":{\"path\":\"/a\"},\"volumeAttributesClassName\":\"gold\"", "spec.csi: Required value: has to be specified when using volumeAttributesClassName")]
    public async Task Volume_Mistake_IsRefused(string spec, string error) =>
        await RefuseAsync($$$"""{"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"x"},"spec":{ {{{spec}}} } }""", "PersistentVolume", error);

    [Theory]
    [InlineData("storage.k8s.io/v1", "StorageClass", "", "provisioner: Required value")]
    [InlineData("storage.k8s.io/v1", "StorageClass", "\"provisioner\":\"a.b/c\",\"reclaimPolicy\":\"Keep\"", "reclaimPolicy: Unsupported value: \"Keep\": supported values: \"Delete\", \"Retain\"")]
    [InlineData("storage.k8s.io/v1", "VolumeAttributesClass", "\"driverName\":\"d\"", "parameters: Required value: must contain at least one key/value pair")]
    [InlineData("node.k8s.io/v1", "RuntimeClass", "\"handler\":\"h\",\"overhead\":{\"podFixed\":{\"cpu\":\"-1\"}}", "overhead.limits[cpu]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("resource.k8s.io/v1", "ResourceClaim", "\"spec\":{\"devices\":{\"requests\":[{\"name\":\"r\"}]}}", "spec.devices.requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required")]
    [InlineData("resource.k8s.io/v1", "ResourceClaim", "\"spec\":{\"devices\":{\"requests\":[{\"name\":\"r\",\"exactly\":{\"deviceClassName\":\"gpu\",\"allocationMode\":\"All\",\"count\":2}}]}}", "spec.devices.requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'")]
    [InlineData("resource.k8s.io/v1", "ResourceClaimTemplate", "\"spec\":{\"spec\":{\"devices\":{\"requests\":[{\"name\":\"r\",\"exactly\":{}}]}}}", "spec.spec.devices.requests[0].exactly.deviceClassName: Required value")]
    [InlineData("resource.k8s.io/v1", "DeviceClass", "\"spec\":{\"selectors\":[{}]}", "spec.selectors[0].cel: Required value")]
    public async Task Class_Mistake_IsRefused(string version, string kind, string fields, string error)
    {
        var more = fields.Length > 0 ? $",{fields}" : "";

        await RefuseAsync($$$"""{"apiVersion":"{{{version}}}","kind":"{{{kind}}}","metadata":{"name":"x"}{{{more}}} }""", $"{kind}.{version.Split('/')[0]}", error);
    }

    [Fact]
    public async Task ResourceClaim_WithoutCount_AsksForOneDevice()
    {
        var claim = await _api.CreateAsync("""{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"x"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"gpu"} }]} } }""");

        var exactly = claim.PartsAt("spec.devices.requests").Single().PartAt("exactly");
        Assert.Equal(("ExactCount", 1L), (exactly.TextAt("allocationMode"), exactly.NumberAt("count")));
    }

    private async Task RefuseAsync(string json, string subject, params string[] errors)
    {
        var refusal = await _api.RefusalAsync(json);

        Assert.Equal(422, refusal.Code);
        Assert.StartsWith($"{subject} \"x\" is invalid: ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(errors.Order(), refusal.Causes.Select(cause => cause.ToString()).Order());
    }
}
