using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>One version of one object, frozen; its labels and its UTF-8 text are made at most once.</summary>
public sealed class StoredObject
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly SearchValues<byte> Html = SearchValues.Create("<>&"u8);

    private IReadOnlyDictionary<string, string>? _labels;
    private byte[]? _utf8;
    private volatile Shown? _shown;

    /// <summary>Freezes an object under a version, which is written into its metadata.</summary>
    public StoredObject(JsonObject value, long version)
    {
        JsonNumbers.Settle(value);
        Value = value;
        Version = version;
        var metadata = value.Metadata();
        metadata["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        Namespace = metadata.Text("namespace");
        Name = metadata.Text("name");
        Uid = metadata.Text("uid");
    }

    /// <summary>The object; nobody changes it.</summary>
    public JsonObject Value { get; }

    /// <summary>Its resourceVersion.</summary>
    public long Version { get; }

    /// <summary>Its namespace, "" when cluster-scoped.</summary>
    public string Namespace { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its uid.</summary>
    public string Uid { get; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels => _labels ??= Value.Metadata().TextMap("labels");

    /// <summary>Its JSON text.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8 ??= Serialize(Value);

    /// <summary>The object in the version that the kind stands for; nobody changes it.</summary>
    public JsonObject As(ResourceKind kind)
    {
        if (kind.ShowsStored)
        {
            return Value;
        }

        // Whoever watches or lists mostly asks for the same version again.
        if (_shown is not { } shown || !ReferenceEquals(shown.Kind, kind))
        {
            shown = new Shown(kind, KindVersions.FromStored(kind, Value));
            _shown = shown;
        }

        return shown.Value;
    }

    /// <summary>The JSON text in the version that the kind stands for.</summary>
    public ReadOnlyMemory<byte> TextAs(ResourceKind kind) => kind.ShowsStored ? Utf8 : Serialize(As(kind));

    /// <summary>The same JSON text, two spaces deeper at every level.</summary>
    public static byte[] Indent(ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text);
        using var stream = new MemoryStream(text.Length * 2);
        using (var writer = new Utf8JsonWriter(stream, Relaxed with { Indented = true, NewLine = "\n" }))
        {
            document.WriteTo(writer);
        }

        return EscapeHtml(stream.ToArray());
    }

    /// <summary>The JSON text of any object, written as stored objects are.</summary>
    public static byte[] Serialize(JsonNode value)
    {
        using var stream = new MemoryStream(1024);
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
        {
            value.WriteTo(writer);
        }

        return EscapeHtml(stream.ToArray());
    }

    // Go's encoder escapes these three, which stand only within strings.
    private static byte[] EscapeHtml(byte[] text)
    {
        if (text.AsSpan().IndexOfAny(Html) < 0)
        {
            return text;
        }

        var escaped = new List<byte>(text.Length + 64);
        foreach (var letter in text)
        {
            escaped.AddRange(letter switch
            {
                (byte)'<' => "\\u003c"u8,
                (byte)'>' => "\\u003e"u8,
                (byte)'&' => "\\u0026"u8,
                _ => [letter],
            });
        }

        return [.. escaped];
    }

    private sealed record Shown(ResourceKind Kind, JsonObject Value);
}
