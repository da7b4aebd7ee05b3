using System.Reflection;
using Autoscale.Testing;

namespace Autoscale.Conventions.Tests;

/// <summary>The rooms of the house, their assemblies and their sources.</summary>
internal static class Rooms
{
    public static IReadOnlyDictionary<string, string[]> MayReferTo { get; } = new Dictionary<string, string[]>
    {
        ["Kubernetes"] = [],
        ["Metrics"] = ["Kubernetes"],
        ["LocalCluster"] = ["Kubernetes"],
        ["Admission"] = ["Kubernetes"],
        ["Hpa"] = ["Kubernetes", "Metrics"],
        ["Quota"] = ["Admission", "Kubernetes"],
        ["Vpa"] = ["Admission", "Kubernetes", "Metrics"],
    };

    public static IEnumerable<(string Room, Assembly Assembly)> Assemblies =>
        MayReferTo.Keys.Select(room => (room, Assembly.Load($"Autoscale.{room}"))).Append(("Autoscale", Assembly.Load("autoscale")));

    public static string Root => Path.GetFullPath(Path.Combine(Vectors.TestsFolder(), ".."));

    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    public static string Name(string path) => Path.GetRelativePath(Root, path);

    public static IEnumerable<Type> WrittenTypes(Assembly assembly) =>
        assembly.GetTypes().Where(type =>
            !type.Name.Contains('<', StringComparison.Ordinal)
            && type.DeclaringType?.Name.Contains('<', StringComparison.Ordinal) != true
            && type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
            && type.Namespace?.StartsWith("Autoscale", StringComparison.Ordinal) == true);
}
