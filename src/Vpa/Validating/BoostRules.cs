using Autoscale.Vpa.Models;

namespace Autoscale.Vpa.Validating;

/// <summary>What a start-up boost may say.</summary>
internal static class BoostRules
{
    /// <summary>Everything that is wrong with it.</summary>
    public static IEnumerable<FieldProblem> Of(StartupBoost boost, string path, VpaGates gates) => (gates.StartupBoost, boost.Cpu) switch
    {
        (false, _) => [FieldProblem.Forbidden(path, "in order to use startupBoost, you must enable feature gate CPUStartupBoost in the admission-controller args")],
        (true, null) => [],
        (true, { } cpu) => OfCpu(cpu, $"{path}.cpu"),
    };

    private static IEnumerable<FieldProblem> OfCpu(CpuStartupBoost cpu, string path) => cpu switch
    {
        { Type: "" } => [FieldProblem.Required($"{path}.type", "must be either Factor or Quantity")],
        { Type: "Factor", Factor: null } => [FieldProblem.Required($"{path}.factor", "required when type is Factor")],
        { Type: "Factor", Factor: { } factor and < 1 } => [FieldProblem.Invalid($"{path}.factor", factor, "must be >= 1 for type Factor")],
        { Type: "Quantity", Quantity: null } => [FieldProblem.Required($"{path}.quantity", "required when type is Quantity")],
        { Type: "Quantity", Quantity: { } quantity } => PolicyRules.OfCpu(quantity, $"{path}.quantity"),
        { Type: "Factor" } => [],
        _ => [FieldProblem.NotSupported($"{path}.type", cpu.Type, "Factor", "Quantity")],
    };
}
