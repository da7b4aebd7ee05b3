using System.Collections.Frozen;
using Autoscale.LocalCluster.Api;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Reads the compact notation of the schema files: "Type: name type, …"; [T] is a list, {T} a map, *key a merge key, ? and ! the presence.</summary>
/// <remarks>A name not in its own file is looked for in core, then in meta. Continuation lines begin with a space.</remarks>
public sealed class SchemaNotation
{
    private static readonly FrozenDictionary<string, FieldType> Scalars = new Dictionary<string, FieldType>
    {
        ["any"] = FieldType.Any,
        ["string"] = FieldType.Text,
        ["int32"] = FieldType.Int32,
        ["int64"] = FieldType.Int64,
        ["number"] = FieldType.Number,
        ["bool"] = FieldType.Boolean,
        ["quantity"] = FieldType.Quantity,
        ["int-or-string"] = FieldType.IntOrString,
        ["time"] = FieldType.Time,
        ["microtime"] = FieldType.MicroTime,
        ["bytes"] = FieldType.Bytes,
    }.ToFrozenDictionary();

    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, SchemaNotation> Files = [];

    private readonly Dictionary<string, string> _lines;
    private readonly Dictionary<string, FieldSchema> _types = [];
    private readonly SchemaNotation? _parent;

    private SchemaNotation(string text, SchemaNotation? parent)
    {
        _parent = parent;
        _lines = text.Replace("\n  ", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    /// <summary>The schema of a type in one of the embedded files ("core", "apps", "autoscaling.v2", …).</summary>
    public static FieldSchema Type(string file, string type)
    {
        lock (Gate)
        {
            return Open(file).Find(type);
        }
    }

    private static SchemaNotation Open(string file)
    {
        if (Files.TryGetValue(file, out var known))
        {
            return known;
        }

        var parent = file switch { "meta" => null, "core" => "meta", _ => "core" };
        var notation = new SchemaNotation(Text(file), parent is null ? null : Open(parent));
        Files[file] = notation;
        return notation;
    }

    private static string Text(string file)
    {
        using var stream = typeof(SchemaNotation).Assembly.GetManifestResourceStream($"{file}.schema")
            ?? throw new ArgumentException($"no schema file {file}", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private FieldSchema Find(string type)
    {
        if (_types.TryGetValue(type, out var known))
        {
            return known;
        }

        if (!_lines.TryGetValue(type, out var line))
        {
            return (_parent ?? throw new ArgumentException($"no type {type} in the schema files", nameof(type))).Find(type);
        }

        var properties = line.Split(", ").Select(Member).ToFrozenDictionary(member => member.Name, member => member.Schema);
        var schema = new FieldSchema(FieldType.Object) { Properties = properties, TypeName = type };
        _types[type] = schema;
        return schema;
    }

    private (string Name, FieldSchema Schema) Member(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var type = text[(space + 1)..];
        var bare = type.TrimEnd('!', '?');
        var presence = type[bare.Length..] switch
        {
            "" => FieldPresence.Omitted,
            "?" => FieldPresence.Optional,
            "!" => FieldPresence.Always,
            _ => FieldPresence.Nullable,
        };
        return (text[..space], Parse(bare) with { Presence = presence });
    }

    private FieldSchema Parse(string type)
    {
        if (type[0] == '{')
        {
            return new FieldSchema(FieldType.Map) { Items = Parse(type[1..^1]) };
        }

        if (type[0] != '[')
        {
            return Scalars.TryGetValue(type, out var scalar) ? new FieldSchema(scalar) : Find(type);
        }

        var end = type.LastIndexOf(']');
        var merge = type[(end + 1)..];
        return new FieldSchema(FieldType.List)
        {
            Items = Parse(type[1..end]),
            MergeKey = merge.Length > 1 ? merge[1..] : null,
            MergesAsSet = merge == "*",
        };
    }
}
