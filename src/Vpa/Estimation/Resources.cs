namespace Autoscale.Vpa.Estimation;

/// <summary>The two resources that are recommended.</summary>
internal static class Resources
{
    public const string Cpu = "cpu";
    public const string Memory = "memory";

    /// <summary>Both, in the order in which they are gone through.</summary>
    public static readonly IReadOnlyList<string> Both = [Cpu, Memory];
}
