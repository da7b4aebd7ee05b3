using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Kinds;
using FsCheck;
using FsCheck.Fluent;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>Whatever an object of a kind holds, as long as its fields have the right types, the description answers for it.</summary>
public sealed class KindPropertyTests
{
    private static readonly string[] Texts = ["", "a", "Always", "25%", "-1", "a b", "UPPER", "example.com/x", "..", "RollingUpdate", "Container", "Resource"];
    private static readonly string[] Amounts = ["0", "1", "100m", "-5", "1Gi", "1n", "9e18", "1e30"];

    [Fact]
    public void DefaultAndValidate_AnyObject_NeverThrowAndSettleAtOnce() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => KnownKinds.All.All(kind => Settles(kind, new Random(seed)))).QuickCheckThrowOnFailure();

    private static bool Settles(ResourceKind kind, Random random)
    {
        var value = Decode(kind, random);
        kind.Default?.Invoke(value);
        kind.Prepare?.Invoke(value, null);
        _ = kind.Validate?.Invoke(value, null).ToList();
        kind.Default?.Invoke(value);
        var settled = value.DeepClone();

        kind.Default?.Invoke(value);
        _ = kind.Validate?.Invoke(value, Decode(kind, random)).ToList();
        _ = kind.Columns.Select(column => column.Cell(value, DateTimeOffset.UnixEpoch)).ToList();
        _ = kind.SelectableFields.Select(field => field.Value(value)).ToList();
        _ = kind.Conversion?.FromStored(kind.Conversion.ToStored(value));
        return JsonNode.DeepEquals(settled, value);
    }

    private static JsonObject Decode(ResourceKind kind, Random random) =>
        ObjectDecoder.Decode(kind, (JsonObject)Any(kind.Schema, random, 0)!, _ => { });

    private static JsonNode? Any(FieldSchema schema, Random random, int depth) => schema.Type switch
    {
        FieldType.Object => new JsonObject(schema.Properties
            .Where(_ => random.NextDouble() < 0.7 - (0.06 * depth))
            .Select(field => KeyValuePair.Create(field.Key, Any(field.Value, random, depth + 1)))),
        FieldType.Map => new JsonObject(Pick(random).Distinct().Select(key => KeyValuePair.Create(key, Any(schema.Items!, random, depth + 1)))),
        FieldType.List => new JsonArray([.. Pick(random).Select(_ => Any(schema.Items!, random, depth + 1))]),
        FieldType.Int32 or FieldType.Int64 => random.Next(4) == 0 ? int.MaxValue : random.Next(-2, 5),
        FieldType.Number => random.NextDouble(),
        FieldType.Boolean => random.Next(2) == 0,
        FieldType.Quantity => Amounts[random.Next(Amounts.Length)],
        FieldType.IntOrString => random.Next(2) == 0 ? random.Next(-1, 200) : Texts[random.Next(Texts.Length)],
        FieldType.Time or FieldType.MicroTime => "2026-01-01T00:00:00Z",
        FieldType.Bytes => "YQ==",
        FieldType.Text => Texts[random.Next(Texts.Length)],
        _ => null,
    };

    private static List<string> Pick(Random random) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => Texts[random.Next(Texts.Length)])];
}
