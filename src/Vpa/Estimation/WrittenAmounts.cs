using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>Amounts that are written in their own way; null for one that is not.</summary>
internal sealed record WrittenAmounts(Quantity? Cpu, Quantity? Memory);
