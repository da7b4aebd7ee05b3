using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>The defaults of a pod's specification, in pods and in templates, after pkg/apis/core/v1/defaults.go.</summary>
public static class PodSpecDefaults
{
    private const int FileMode = 420;

    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];
    private static readonly string[] ModedVolumes = ["secret", "configMap", "downwardAPI", "projected"];
    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>Fills in the template of a workload.</summary>
    public static void ApplyToTemplate(JsonObject workload) => Apply(workload.Ensure("spec").Ensure("template").Ensure("spec"));

    /// <summary>Fills in a specification.</summary>
    public static void Apply(JsonObject spec)
    {
        spec.SetDefaultText("restartPolicy", "Always");
        spec.SetDefaultText("dnsPolicy", "ClusterFirst");
        spec.SetDefaultText("schedulerName", "default-scheduler");
        spec.SetDefault("terminationGracePeriodSeconds", 30);
        spec.SetDefault("securityContext", new JsonObject());
        ShareServiceAccount(spec);
        foreach (var container in ContainerLists.SelectMany(list => spec.PartsAt(list)))
        {
            Container(container, spec.FlagAt("hostNetwork"));
        }

        foreach (var volume in spec.PartsAt("volumes"))
        {
            Volume(volume);
        }
    }

    // The deprecated field mirrors the one that replaced it.
    private static void ShareServiceAccount(JsonObject spec)
    {
        var name = spec.TextAt("serviceAccountName");
        name = name.Length > 0 ? name : spec.TextAt("serviceAccount");
        if (name.Length > 0)
        {
            spec["serviceAccountName"] = name;
            spec["serviceAccount"] = name;
        }
    }

    private static void Container(JsonObject container, bool hostNetwork)
    {
        container.SetDefaultText("imagePullPolicy", PullPolicy(container.TextAt("image")));
        container.SetDefaultText("terminationMessagePath", "/dev/termination-log");
        container.SetDefaultText("terminationMessagePolicy", "File");
        foreach (var port in container.PartsAt("ports"))
        {
            port.SetDefaultText("protocol", "TCP");
            if (hostNetwork)
            {
                port.SetDefaultNumber("hostPort", port.NumberAt("containerPort") ?? 0);
            }
        }

        foreach (var field in container.PartsAt("env").Select(variable => variable.PartAt("valueFrom.fieldRef")).OfType<JsonObject>())
        {
            field.SetDefaultText("apiVersion", "v1");
        }

        foreach (var probe in Probes.Select(name => container.PartAt(name)).OfType<JsonObject>())
        {
            Probe(probe);
        }

        foreach (var hook in Hooks.Select(name => container.PartAt($"lifecycle.{name}.httpGet")).OfType<JsonObject>())
        {
            HttpGet(hook);
        }
    }

    private static string PullPolicy(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        var isPinned = name.Contains('@', StringComparison.Ordinal) || (name.Contains(':', StringComparison.Ordinal) && !name.EndsWith(":latest", StringComparison.Ordinal));
        return isPinned ? "IfNotPresent" : "Always";
    }

    private static void Probe(JsonObject probe)
    {
        probe.SetDefaultNumber("timeoutSeconds", 1);
        probe.SetDefaultNumber("periodSeconds", 10);
        probe.SetDefaultNumber("successThreshold", 1);
        probe.SetDefaultNumber("failureThreshold", 3);
        probe.PartAt("grpc")?.SetDefault("service", "");
        if (probe.PartAt("httpGet") is { } get)
        {
            HttpGet(get);
        }
    }

    private static void HttpGet(JsonObject get)
    {
        get.SetDefaultText("path", "/");
        get.SetDefaultText("scheme", "HTTP");
    }

    private static void Volume(JsonObject volume)
    {
        if (!volume.Any(member => member.Key != "name" && member.Value is not null))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var source in ModedVolumes.Select(name => volume.PartAt(name)).OfType<JsonObject>())
        {
            source.SetDefault("defaultMode", FileMode);
            FieldReferences(source);
        }

        volume.PartAt("hostPath")?.SetDefault("type", "");
        volume.PartAt("ephemeral.volumeClaimTemplate.spec")?.SetDefault("volumeMode", "Filesystem");
        foreach (var projection in volume.PartsAt("projected.sources"))
        {
            projection.PartAt("serviceAccountToken")?.SetDefault("expirationSeconds", 3600);
            FieldReferences(projection.PartAt("downwardAPI"));
        }
    }

    private static void FieldReferences(JsonObject? source)
    {
        foreach (var field in source.PartsAt("items").Select(item => item.PartAt("fieldRef")).OfType<JsonObject>())
        {
            field.SetDefaultText("apiVersion", "v1");
        }
    }
}
