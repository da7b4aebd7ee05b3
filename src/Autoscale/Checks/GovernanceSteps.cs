using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using Autoscale.Quota;
using Autoscale.Quota.Control;

namespace Autoscale.Checks;

/// <summary>What limit ranges and quotas say of the objects that are checked: the verdicts of the webhook, as steps of an API's admission.</summary>
internal sealed class GovernanceSteps(CheckRules rules, TimeProvider time)
{
    // Fields that other admission plugins set and that quotas look at.
    private static readonly string[] SetByOthers = ["spec.priorityClassName", "spec.storageClassName", "spec.overhead"];

    private readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);
    private CheckFindings _findings = new();
    private QuotaLedger? _charged;
    private WorkloadChange? _workload;

    /// <summary>Begins to judge the next object; what is found out goes into the findings.</summary>
    public void Begin(CheckFindings findings)
    {
        (_findings, _charged, _workload) = (findings, null, null);
        _before.Clear();
    }

    /// <summary>Charges for what was judged last, and for the pods that it is going to make.</summary>
    public void Accept(string @namespace)
    {
        if (_charged is { } ledger)
        {
            rules.Put(@namespace, ledger);
        }

        if (_workload is { } change)
        {
            rules.Put(@namespace, WorkloadCharge.Charge(change.Wanted, change.Before, rules.LimitRanges(@namespace), rules.Quotas(@namespace)));
        }
    }

    /// <summary>Before any other plugin: sets the defaults of limit ranges.</summary>
    public ValueTask SetDefaultsAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Operation: "CREATE", Options.Subresource: null, Object: { } value })
        {
            return ValueTask.CompletedTask;
        }

        foreach (var path in SetByOthers)
        {
            _before[path] = Text(value, path);
        }

        if (request.Kind is { Group: "", Kind: "Pod" } && value.Deserialize(KubeJson.Default.Pod) is { } pod)
        {
            var defaults = LimitRangeDefaults.For(pod.Spec, rules.LimitRanges(request.Namespace));
            PodDefaulting.Write(defaults, value);
            PodDefaulting.Annotate(defaults, value);
            Note(defaults, "spec");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>After all other plugins: notes what they have set.</summary>
    public ValueTask NoteDefaultsAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        foreach (var (path, before) in _before)
        {
            if (request.Object is { } value && Text(value, path) is { Length: > 0 } now && now != before)
            {
                _findings.Defaults.Add(new("spec", path["spec.".Length..], now));
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Last of all: refuses what breaks a limit range or does not fit a quota, with every reason that there is.</summary>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Kind.Namespaced: true, Operation: "CREATE" or "UPDATE", Options.Subresource: null, Object: { } value })
        {
            return ValueTask.CompletedTask;
        }

        string?[] reasons = [JudgeBounds(request, value), JudgeWorkload(request, value), Charge(request, value)];
        var refusals = reasons.OfType<string>().Select(request.Refuse).ToList();
        _findings.Refusals.AddRange(refusals.Select(CheckCluster.Refusal));
        return refusals.Count == 0 ? ValueTask.CompletedTask : throw refusals[0];
    }

    private string? JudgeBounds(AdmissionRequest request, JsonObject value) =>
        request.Old.TextAt("metadata.deletionTimestamp").Length > 0 ? null : request switch
        {
            { Operation: "CREATE", Kind: { Group: "", Kind: "Pod" } } when value.Deserialize(KubeJson.Default.Pod) is { } pod =>
                LimitRangeRules.Refuse(pod.Spec, rules.LimitRanges(request.Namespace)),
            { Kind: { Group: "", Kind: "PersistentVolumeClaim" } } when value.Deserialize(KubeJson.Default.PersistentVolumeClaim) is { } claim =>
                LimitRangeRules.Refuse(claim.Spec, rules.LimitRanges(request.Namespace)),
            _ => null,
        };

    private string? JudgeWorkload(AdmissionRequest request, JsonObject value)
    {
        if (WorkloadChange.Read(request.Kind, value, request.Old) is not { } change || change.Wanted.IsControlled)
        {
            return null;
        }

        var ranges = rules.LimitRanges(request.Namespace);
        Note(WorkloadCharge.Defaults(change.Wanted, ranges), change.TemplatePath);
        _workload = change.Runs ? change : null;
        var problems = WorkloadForecast.Problems(change.Wanted, change.Before, ranges, rules.Quotas(request.Namespace));
        if (problems.Count > 0 && rules.AnnotationOf(request.Namespace, WorkloadPolicy.EnforcementAnnotation) == "workload")
        {
            return problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]";
        }

        _findings.Warnings.AddRange(problems.Select(problem => $"{request.Kind.QualifiedResource} \"{request.Name}\" {problem}"));
        return null;
    }

    private string? Charge(AdmissionRequest request, JsonObject value)
    {
        var write = new QuotaWrite(rules.Governed(request.Kind, value), request.Old is null ? null : rules.Governed(request.Kind, request.Old), "");
        var verdict = rules.Quotas(request.Namespace).Charge(write, time.GetUtcNow());
        _charged = verdict.Ledger;
        return verdict.Refusal;
    }

    private void Note(LimitRangeDefaults defaults, string path)
    {
        foreach (var container in defaults.Containers)
        {
            var target = $"{path}.{(container.IsInit ? "initContainers" : "containers")}[{container.Index}]";
            _findings.Defaults.AddRange(container.Requests.Select(amount => new FieldDefault(target, $"resources.requests.{amount.Key}", $"{amount.Value}")));
            _findings.Defaults.AddRange(container.Limits.Select(amount => new FieldDefault(target, $"resources.limits.{amount.Key}", $"{amount.Value}")));
        }
    }

    private static string Text(JsonObject value, string path) => value.NodeAt(path) is { } node
        ? node is JsonObject or JsonArray ? node.ToJsonString() : node.AsText()
        : "";
}
