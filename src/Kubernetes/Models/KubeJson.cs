using System.Text.Json.Serialization;

namespace Autoscale.Kubernetes.Models;

/// <summary>
/// The JSON contract of the models: camelCase, absent members stay absent, unknown members are ignored, also those that are nested
/// deep, as custom resources may be: up to 512 levels.
/// </summary>
[JsonSourceGenerationOptions(
    MaxDepth = 512,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(Scale))]
[JsonSerializable(typeof(HorizontalPodAutoscaler))]
[JsonSerializable(typeof(KubeStatus))]
[JsonSerializable(typeof(ExecCredential))]
[JsonSerializable(typeof(KubeEvent))]
[JsonSerializable(typeof(EventCountPatch))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(LeasePatch))]
[JsonSerializable(typeof(ResourceQuota))]
[JsonSerializable(typeof(LimitRange))]
[JsonSerializable(typeof(KubeNamespace))]
[JsonSerializable(typeof(PersistentVolumeClaim))]
[JsonSerializable(typeof(Workload))]
[JsonSerializable(typeof(CronJob))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(MutatingWebhookConfiguration))]
[JsonSerializable(typeof(ValidatingWebhookConfiguration))]
[JsonSerializable(typeof(PartialObjectMetadata))]
[JsonSerializable(typeof(Service))]
[JsonSerializable(typeof(ResourceClaim))]
[JsonSerializable(typeof(DeviceClass))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(TokenReview))]
[JsonSerializable(typeof(SubjectAccessReview))]
[JsonSerializable(typeof(ApiService))]
[JsonSerializable(typeof(ApiVersions))]
[JsonSerializable(typeof(ApiResources))]
public sealed partial class KubeJson : JsonSerializerContext;
