using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace Autoscale.LocalCluster.Api.Protobuf;

/// <summary>The field numbers of Kubernetes' protobuf messages, read from the files beside: "Type: field number, …"; ">Type number" is a message whose fields JSON shows in the outer object.</summary>
internal static class WireNumbers
{
    private static readonly FrozenDictionary<int, (string Name, bool IsInline)> None = FrozenDictionary<int, (string, bool)>.Empty;
    private static readonly ConcurrentDictionary<string, FrozenDictionary<string, FrozenDictionary<int, (string Name, bool IsInline)>>> Packages = new();

    /// <summary>The fields of a message by number; a type that its package does not have is looked for in core, then in meta.</summary>
    public static FrozenDictionary<int, (string Name, bool IsInline)> Of(string package, string type)
    {
        foreach (var name in new[] { package, "core", "meta" })
        {
            if (Packages.GetOrAdd(name, Load).TryGetValue(type, out var fields))
            {
                return fields;
            }
        }

        return None;
    }

    /// <summary>The package whose messages a kind is made of.</summary>
    public static string Package(ResourceKind kind) => kind.Group switch
    {
        "" => "core",
        "autoscaling" => $"autoscaling.{kind.Version}",
        _ => kind.Group.Split('.')[0],
    };

    private static FrozenDictionary<string, FrozenDictionary<int, (string Name, bool IsInline)>> Load(string package)
    {
        using var stream = typeof(WireNumbers).Assembly.GetManifestResourceStream($"{package}.wire");
        if (stream is null)
        {
            return FrozenDictionary<string, FrozenDictionary<int, (string, bool)>>.Empty;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("\n  ", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToFrozenDictionary(parts => parts[0], parts => Fields(parts[1]));
    }

    private static FrozenDictionary<int, (string Name, bool IsInline)> Fields(string text) => text.Split(", ")
        .Select(field => field.Split(' '))
        .ToFrozenDictionary(
            parts => int.Parse(parts[1], CultureInfo.InvariantCulture),
            parts => (parts[0].TrimStart('>'), parts[0][0] == '>'));
}
