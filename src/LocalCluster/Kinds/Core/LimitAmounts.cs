using Autoscale.Kubernetes;
using Autoscale.LocalCluster.Kinds.Rules;

namespace Autoscale.LocalCluster.Kinds.Core;

/// <summary>What one entry of a limit range says about one resource.</summary>
internal sealed record LimitAmounts(string Name, string Path, Quantity? Min, Quantity? Max, Quantity? Default, Quantity? Request)
{
    /// <summary>Checks that minimum ≤ default request ≤ default limit ≤ maximum.</summary>
    public void CheckOrder(FieldReport report)
    {
        AtMost(report, (Min, "min value"), (Max, "max value"), ("min", Min));
        AtMost(report, (Min, "min value"), (Request, "default request value"), ("defaultRequest", Request));
        AtMost(report, (Request, "default request value"), (Max, "max value"), ("defaultRequest", Request));
        AtMost(report, (Request, "default request value"), (Default, "default limit value"), ("defaultRequest", Request));
        AtMost(report, (Min, "min value"), (Default, "default value"), ("default", Min));
        AtMost(report, (Default, "default value"), (Max, "max value"), ("default", Max));
    }

    /// <summary>Checks that a resource which cannot be overcommitted is limited to what is requested.</summary>
    public void CheckOvercommit(FieldReport report)
    {
        if (!ResourceNameRules.MayOvercommit(Name) && Default is { } limit && Request is { } request && limit != request)
        {
            report.Invalid($"{Path}.defaultRequest[{Name}]", request.ToString(), $"default value {limit} must equal to defaultRequest value {request} in {Name}");
        }
    }

    private void AtMost(FieldReport report, (Quantity? Value, string Words) low, (Quantity? Value, string Words) high, (string List, Quantity? Bad) blamed)
    {
        if (low.Value > high.Value)
        {
            report.Invalid($"{Path}.{blamed.List}[{Name}]", $"{blamed.Bad}", $"{low.Words} {low.Value} is greater than {high.Words} {high.Value}");
        }
    }
}
