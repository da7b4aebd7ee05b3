using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Quota.Tests.Ledger;

/// <summary>A container as the naive ledger knows it, in thousandths; null is an amount that is not given.</summary>
internal sealed record NaiveContainer(string Role, int? Request, int? Limit)
{
    public const string Main = "main";
    public const string Sidecar = "sidecar";
    public const string Init = "init";

    public bool IsInit => Role != Main;

    public Container ToModel(string name) => new()
    {
        Name = name,
        RestartPolicy = Role == Sidecar ? "Always" : null,
        Resources = new() { Requests = Amounts(Request), Limits = Amounts(Limit) },
    };

    public static IReadOnlyDictionary<string, Quantity>? Amounts(int? milli) =>
        milli is { } amount ? new Dictionary<string, Quantity> { ["cpu"] = Quantity.FromMilli(amount) } : null;
}
