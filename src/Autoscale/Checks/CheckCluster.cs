using System.Text.Json;
using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Models;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Api.Patching;
using Autoscale.LocalCluster.Kinds;
using Autoscale.LocalCluster.Kinds.Scheduling;
using Autoscale.Quota;

namespace Autoscale.Checks;

/// <summary>A Kubernetes API in memory, which judges objects one by one as a cluster with the same rules and objects would.</summary>
internal sealed class CheckCluster
{
    private readonly ObjectStore _store = new();
    private readonly KindRegistry _kinds;
    private readonly ApiVerbs _verbs;
    private readonly GovernanceSteps _governance;
    private readonly TimeProvider _time;

    /// <summary>Serves the kinds; there are no objects yet but the priority classes that every cluster has.</summary>
    public CheckCluster(KindCatalog catalog, TimeProvider time)
    {
        _time = time;
        _kinds = new KindRegistry(catalog.All);
        Rules = new CheckRules(_kinds, _store);
        Assumed = new AssumedClasses(_kinds, _store);
        _governance = new GovernanceSteps(Rules, time);
        var admission = new AdmissionChain();
        if (_kinds.Find("", "v1", "namespaces") is { } namespaces)
        {
            admission.AddMutating(new NamespaceLifecycle(_store, namespaces).AdmitAsync);
        }

        admission.AddMutating(_governance.SetDefaultsAsync);
        BuiltInAdmission.AddTo(admission, _store, _kinds);
        admission.AddMutating(_governance.NoteDefaultsAsync);
        admission.AddValidating(_governance.ValidateAsync);

        // The same names are made up each time, so that two reports of the same files are the same.
        _verbs = new ApiVerbs(_kinds, _store, admission, new NameGenerator(new Random(0)), time);
        if (_kinds.Find("scheduling.k8s.io", "v1", "priorityclasses") is { } classes)
        {
            PriorityAdmission.SystemClasses.ToList().ForEach(value => Add(classes, value));
        }
    }

    /// <summary>What the objects are held against.</summary>
    public CheckRules Rules { get; }

    /// <summary>What is taken for granted.</summary>
    public AssumedClasses Assumed { get; }

    /// <summary>The kind under whose version objects are stored.</summary>
    public ResourceKind Stored(ResourceKind kind) => _kinds.Stored(kind);

    /// <summary>Whether there is an object.</summary>
    public bool Has(ResourceKind kind, string @namespace, string name) => _store.Find(_kinds.Stored(kind), @namespace, name) is not null;

    /// <summary>Takes in an object that is there already, as its cluster has it; throws <see cref="DecodeProblem"/> where it is malformed.</summary>
    public void Add(ResourceKind kind, JsonObject value)
    {
        var known = ObjectDecoder.Decode(kind, value, _ => { });
        kind.Default?.Invoke(known);
        _store.Insert(kind, known);
    }

    /// <summary>Creates the object, or applies it to the one that is there; what is found out goes into the findings.</summary>
    public async Task JudgeAsync(CheckTarget target, CheckFindings findings, CancellationToken cancellationToken)
    {
        var (subject, kind, ns) = target;
        _governance.Begin(findings);
        var options = new WriteOptions
        {
            FieldValidation = "Warn",
            FieldProblems = subject.Problems,
            Warn = findings.Warnings.Add,
            User = ApiUser.Administrator,
        };
        try
        {
            var stored = Has(kind, ns, subject.Name)
                ? await _verbs.UpdateAsync(kind, ns, subject.Name, current => AppliedPatch.Apply(current, subject.Value, kind.Schema), options, cancellationToken)
                : await _verbs.CreateAsync(kind, ns, (JsonObject)subject.Value.DeepClone(), options, cancellationToken);
            _governance.Accept(ns);
            PutInForce(kind, stored);
        }
        catch (ApiError refusal)
        {
            // Of several reasons the API tells the first alone.
            if (findings.Refusals.Count == 0)
            {
                findings.Refusals.Add(Refusal(refusal));
            }
        }
        catch (JsonException malformed)
        {
            // Metadata of kinds whose fields nobody knows.
            findings.Refusals.Add(new("BadRequest", $"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {malformed.Message}"));
        }
        catch (PatchProblem problem)
        {
            findings.Refusals.Add(new("BadRequest", problem.Message));
        }
    }

    /// <summary>A refusal of the API as the report has it.</summary>
    public static CheckRefusal Refusal(ApiError error) =>
        new(error.Reason, error.Message) { Causes = [.. error.Causes.Select(cause => new FieldCause(cause.Field, cause.Detail))] };

    // A quota counts what is there when it is made.
    private void PutInForce(ResourceKind kind, JsonObject stored)
    {
        if (kind is not { Group: "", Kind: "ResourceQuota" } || stored.Deserialize(KubeJson.Default.ResourceQuota) is not { } quota)
        {
            return;
        }

        var needs = QuotaRecount.Needs(quota);
        var objects = needs.SelectMany(resource => Rules.Objects(resource, quota.Metadata.Namespace));
        Rules.Put(quota with { Status = QuotaRecount.Count(quota, needs, objects, _time.GetUtcNow()) });
    }
}
