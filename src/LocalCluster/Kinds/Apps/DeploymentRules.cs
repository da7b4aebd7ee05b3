using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Apps;

/// <summary>The validation of a deployment.</summary>
public static class DeploymentRules
{
    private const string Rolling = "spec.strategy.rollingUpdate";

    /// <summary>The field errors of a new object, or of one that replaces <paramref name="old"/>.</summary>
    public static IEnumerable<FieldError> Validate(JsonObject deployment, JsonObject? old)
    {
        var report = new FieldReport();
        MetadataRules.Check(report, deployment, old, SyntaxRules.DnsSubdomain);
        TemplateRules.Check(report, deployment, old, "deployment");
        CheckStrategy(report, deployment);
        CheckDeadline(report, deployment);
        return report.Errors;
    }

    private static void CheckStrategy(FieldReport report, JsonObject deployment)
    {
        var rolling = deployment.PartAt(Rolling);
        switch (deployment.TextAt("spec.strategy.type"))
        {
            case "Recreate":
                if (rolling is not null)
                {
                    report.Forbidden(Rolling, "may not be specified when strategy `type` is 'Recreate'");
                }

                break;
            case "RollingUpdate":
                CheckRolling(report, rolling);
                break;
            case var type:
                report.NotSupported("spec.strategy.type", type, "Recreate", "RollingUpdate");
                break;
        }
    }

    private static void CheckRolling(FieldReport report, JsonObject? rolling)
    {
        var (unavailable, surge) = (rolling?["maxUnavailable"], rolling?["maxSurge"]);
        TemplateRules.CheckIntOrPercent(report, unavailable, $"{Rolling}.maxUnavailable");
        TemplateRules.CheckIntOrPercent(report, surge, $"{Rolling}.maxSurge");
        if (Amount(unavailable) == 0 && Amount(surge) == 0)
        {
            report.Invalid($"{Rolling}.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0");
        }

        if (TemplateRules.PercentOf(unavailable) > 100)
        {
            report.Invalid($"{Rolling}.maxUnavailable", unavailable, "must not be greater than 100%");
        }
    }

    private static long Amount(JsonNode? value) => TemplateRules.PercentOf(value) ?? value.AsNumber() ?? 0;

    private static void CheckDeadline(FieldReport report, JsonObject deployment)
    {
        var deadline = deployment.NumberAt("spec.progressDeadlineSeconds");
        report.NonNegative("spec.progressDeadlineSeconds", deadline);
        if (deadline <= (deployment.NumberAt("spec.minReadySeconds") ?? 0))
        {
            report.Invalid("spec.progressDeadlineSeconds", deadline.Value, "must be greater than minReadySeconds");
        }
    }
}
