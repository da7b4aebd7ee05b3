using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What the server adds to a new pod: status, priority, tolerations, the service account and its token volume.</summary>
public static class PodPreparation
{
    private const string TokenMount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Sets the phase and the quality of service of a new pod.</summary>
    public static void SetStatus(JsonObject pod) => pod["status"] = new JsonObject
    {
        ["phase"] = "Pending",
        ["qosClass"] = PodResources.QualityOfService(pod.Ensure("spec")),
    };

    /// <summary>Sets the priority of pods that no class has one for, and what the built-in admission plugin DefaultTolerationSeconds sets.</summary>
    public static void AddPriorityAndTolerations(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        spec.SetDefault("priority", 0);
        spec.SetDefault("preemptionPolicy", "PreemptLowerPriority");
        Tolerate(spec, "node.kubernetes.io/not-ready");
        Tolerate(spec, "node.kubernetes.io/unreachable");
    }

    /// <summary>Sets what the built-in admission plugin ServiceAccount sets.</summary>
    public static void AddServiceAccount(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        spec.SetDefaultText("serviceAccountName", "default");
        spec["serviceAccount"] = spec.TextAt("serviceAccountName");
        var containers = spec.PartsAt("initContainers").Concat(spec.PartsAt("containers"))
            .Where(container => container.PartsAt("volumeMounts").All(mount => mount.TextAt("mountPath") != TokenMount))
            .ToList();
        if (spec["automountServiceAccountToken"] is { } mounts && !mounts.GetValue<bool>() || containers.Count == 0)
        {
            return;
        }

        var name = $"kube-api-access-{UidChoice.Suffix(pod, 5)}";
        foreach (var container in containers)
        {
            List(container, "volumeMounts").Add(new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = TokenMount });
        }

        List(spec, "volumes").Add(TokenVolume(name));
    }

    private static void Tolerate(JsonObject spec, string taint)
    {
        var isTolerated = spec.PartsAt("tolerations").Any(toleration =>
            (toleration.TextAt("key") == taint || (toleration.TextAt("key").Length == 0 && toleration.TextAt("operator") == "Exists")) &&
            toleration.TextAt("effect") is "NoExecute" or "");
        if (!isTolerated)
        {
            List(spec, "tolerations").Add(new JsonObject
            {
                ["key"] = taint,
                ["operator"] = "Exists",
                ["effect"] = "NoExecute",
                ["tolerationSeconds"] = 300,
            });
        }
    }

    private static JsonArray List(JsonObject owner, string name)
    {
        if (owner[name] is JsonArray existing)
        {
            return existing;
        }

        var made = new JsonArray();
        owner[name] = made;
        return made;
    }

    private static JsonObject TokenVolume(string name)
    {
        var token = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" };
        var authority = new JsonObject
        {
            ["name"] = "kube-root-ca.crt",
            ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
        };
        var ns = new JsonObject
        {
            ["path"] = "namespace",
            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
        };
        var sources = new JsonArray(
            new JsonObject { ["serviceAccountToken"] = token },
            new JsonObject { ["configMap"] = authority },
            new JsonObject { ["downwardAPI"] = new JsonObject { ["items"] = new JsonArray(ns) } });
        return new JsonObject { ["name"] = name, ["projected"] = new JsonObject { ["sources"] = sources, ["defaultMode"] = 420 } };
    }
}
