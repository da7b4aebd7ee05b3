using System.Collections.Frozen;
using Autoscale.LocalCluster.Api.Cel;

namespace Autoscale.LocalCluster.Api.Webhooks;

/// <summary>The match conditions of a webhook, which must all hold for it to be called, after upstream's webhook/matchconditions.</summary>
internal sealed class MatchConditions
{
    private static readonly CelDeclarations Variables = new(
        [("object", CelType.Any), ("oldObject", CelType.Any), ("request", CelType.Map)],
        new Dictionary<string, CelType>
        {
            ["request.kind"] = CelType.Map,
            ["request.kind.group"] = CelType.Text,
            ["request.kind.version"] = CelType.Text,
            ["request.kind.kind"] = CelType.Text,
            ["request.resource"] = CelType.Map,
            ["request.resource.group"] = CelType.Text,
            ["request.resource.version"] = CelType.Text,
            ["request.resource.resource"] = CelType.Text,
            ["request.subResource"] = CelType.Text,
            ["request.requestKind"] = CelType.Map,
            ["request.requestKind.group"] = CelType.Text,
            ["request.requestKind.version"] = CelType.Text,
            ["request.requestKind.kind"] = CelType.Text,
            ["request.requestResource"] = CelType.Map,
            ["request.requestResource.group"] = CelType.Text,
            ["request.requestResource.version"] = CelType.Text,
            ["request.requestResource.resource"] = CelType.Text,
            ["request.requestSubResource"] = CelType.Text,
            ["request.name"] = CelType.Text,
            ["request.namespace"] = CelType.Text,
            ["request.operation"] = CelType.Text,
            ["request.userInfo"] = CelType.Map,
            ["request.userInfo.username"] = CelType.Text,
            ["request.userInfo.uid"] = CelType.Text,
            ["request.userInfo.groups"] = CelType.List,
            ["request.userInfo.extra"] = CelType.Any,
            ["request.dryRun"] = CelType.Boolean,
        }.ToFrozenDictionary());

    private readonly (string Expression, CelProgram Program)[] _conditions;

    /// <summary>Compiles the conditions of a webhook; throws <see cref="CelProblem"/> when one cannot be.</summary>
    public MatchConditions(IEnumerable<string> expressions) => _conditions = [.. expressions.Select(one => (one, Compile(one)))];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _conditions.Length == 0;

    /// <summary>Compiles one condition; throws <see cref="CelProblem"/> when it is malformed, not supported, or no condition.</summary>
    public static CelProgram Compile(string expression) => new(expression, Variables);

    /// <summary>Whether all conditions hold, or one does not; in between, what went wrong.</summary>
    public (bool Holds, string? Problem) Evaluate(AdmissionRequest request, ResourceKind resource)
    {
        var subject = ReviewSubject.Of(request, resource);
        var attributes = ReviewAttributes.Of(request, resource, subject.Kind);
        var problems = new List<string>();
        foreach (var (expression, program) in _conditions)
        {
            var (holds, error) = program.Evaluate(subject.Object, subject.Old, attributes);
            if (error is not null)
            {
                problems.Add($"expression '{expression}' resulted in error: {error.Message}");
            }
            else if (!holds)
            {
                return (false, null);
            }
        }

        return problems.Count switch
        {
            0 => (true, null),
            1 => (false, problems[0]),
            _ => (false, $"[{string.Join(", ", problems.Distinct())}]"),
        };
    }
}
