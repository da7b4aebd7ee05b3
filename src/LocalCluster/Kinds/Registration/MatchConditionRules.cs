using System.Text.Json.Nodes;
using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Api.Cel;
using Autoscale.LocalCluster.Api.Webhooks;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Registration;

/// <summary>The rules of a webhook's match conditions.</summary>
internal static class MatchConditionRules
{
    private const int Most = 64;

    /// <summary>Checks the conditions of one webhook.</summary>
    public static void Check(FieldReport report, JsonObject hook, string path)
    {
        var conditions = hook.PartsAt("matchConditions").ToList();
        if (conditions.Count > Most)
        {
            report.TooMany(path, conditions.Count, Most);
        }

        var names = new HashSet<string>();
        foreach (var (index, condition) in conditions.Index())
        {
            CheckOne(report, condition, $"{path}[{index}]");
            var name = condition.TextAt("name");
            if (name.Length > 0 && !names.Add(name))
            {
                report.Duplicate($"{path}[{index}].name", name);
            }
        }
    }

    private static void CheckExpression(FieldReport report, string expression, string path)
    {
        try
        {
            MatchConditions.Compile(expression);
        }
        catch (CelProblem problem)
        {
            report.Invalid(path, expression, problem.Message == CelProgram.NoCondition ? problem.Message : $"compilation failed: {problem.Describe(expression)}");
        }
    }

    private static void CheckOne(FieldReport report, JsonObject condition, string path)
    {
        var expression = condition.TextAt("expression").Trim();
        if (expression.Length == 0)
        {
            report.Required($"{path}.expression");
        }
        else
        {
            CheckExpression(report, expression, $"{path}.expression");
        }

        var name = condition.TextAt("name");
        if (name.Length == 0)
        {
            report.Required($"{path}.name");
        }
        else
        {
            report.Invalid($"{path}.name", name, NameRules.LabelKeyErrors(name));
        }
    }
}
