using System.Text;
using System.Text.Json.Nodes;
using Autoscale.Admission;

namespace Autoscale.Quota.Tests.Fuzz;

/// <summary>Changes the objects of real writes as trees, so that what comes out is JSON, and mostly an object of its kind.</summary>
internal sealed class ReviewMutator(Random random)
{
    private static readonly HashSet<string> Amounts =
        ["requests", "limits", "overhead", "allocatedResources", "hard", "used", "min", "max", "default", "defaultRequest", "maxLimitRequestRatio"];

    private readonly HostileValues _values = new(random);

    public AdmissionRequest Next()
    {
        var request = _values.Any(SomeReviews.All);
        var changed = request with { Object = Change(request.Object), OldObject = request.OldObject.IsEmpty || _values.Chance(2) ? request.OldObject : Change(request.OldObject) };
        return _values.Below(60) switch
        {
            0 => changed with { Resource = _values.Any(SomeReviews.All).Resource },
            1 => changed with { Subresource = _values.Any(["", "status", "resize", "scale"]) },
            2 => changed with { OldObject = _values.Chance(2) ? default : Encoding.UTF8.GetBytes("null") },
            3 => changed with { Object = SomeReviews.Bytes(_values.Junk()) },
            4 => changed with { Name = _values.Text() },
            _ => changed,
        };
    }

    /// <summary>Changes some things in an object.</summary>
    public void ChangeSome(JsonNode root)
    {
        for (var changes = random.Next(5); changes > 0; changes--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            Change(_values.Any(places));
        }
    }

    private byte[] Change(ReadOnlyMemory<byte> json)
    {
        var root = JsonNode.Parse(json.Span)!;
        ChangeSome(root);
        var text = SomeReviews.Text(root);
        return Encoding.UTF8.GetBytes(_values.Chance(40) && text.StartsWith('{') ? $$"""{"spec":{"replicas":1,"containers":[]},{{text[1..]}}""" : text);
    }

    // The containers of values; amounts come several times, since they are what it is about.
    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        foreach (var (name, inner) in node is JsonArray list ? list.Take(8).Select(item => KeyValuePair.Create("", item)) : node.AsObject())
        {
            if (inner is JsonObject or JsonArray)
            {
                Collect(inner, places);
                places.AddRange(Amounts.Contains(name) && inner is JsonObject ? Enumerable.Repeat(inner, 3) : []);
            }
        }
    }

    private void Change(JsonNode node)
    {
        if (node is JsonArray list)
        {
            Change(list);
        }
        else if (node is JsonObject members)
        {
            Change(members);
        }
    }

    private void Change(JsonArray list)
    {
        var at = list.Count == 0 ? 0 : random.Next(list.Count);
        var item = list.Count == 0 ? _values.Junk() : list[at]?.DeepClone();
        switch (random.Next(6))
        {
            case 0 when list.Count > 0:
                list.RemoveAt(at);
                break;
            case 1 when list.Count > 0:
                list[at] = _values.Junk();
                break;
            case 2:
                list.Add(null);
                break;
            case 3 when _values.Chance(100):
                Repeat(list, item, 10_000);
                break;
            default:
                Repeat(list, item, random.Next(3));
                break;
        }
    }

    private void Change(JsonObject members)
    {
        var isAmounts = members.Parent is JsonObject parent && Amounts.Contains(parent.First(pair => ReferenceEquals(pair.Value, members)).Key);
        if (isAmounts && !_values.Chance(6))
        {
            members[members.Count == 0 || _values.Chance(3) ? _values.Resource() : NameIn(members)] = _values.Chance(5) ? _values.Quantity() : _values.Amount();
            return;
        }

        var name = members.Count == 0 ? _values.Resource() : NameIn(members);
        switch (random.Next(6))
        {
            case 0:
                members.Remove(name);
                break;
            case 1:
                members[name] = _values.Junk();
                break;
            case 2:
                members[_values.Resource()] = members[name]?.DeepClone();
                break;
            default:
                members[name] = Like(name, members[name]);
                break;
        }
    }

    private JsonNode? Like(string name, JsonNode? value) => value switch
    {
        JsonObject or JsonArray => value.DeepClone(),
        _ when name.EndsWith("Timestamp", StringComparison.Ordinal) => _values.Time(),
        JsonValue number when number.GetValueKind() is System.Text.Json.JsonValueKind.Number => _values.Number(),
        JsonValue flag when flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => !flag.GetValue<bool>(),
        _ => _values.Text(),
    };

    private string NameIn(JsonObject members) => members.ElementAt(random.Next(members.Count)).Key;

    private static void Repeat(JsonArray list, JsonNode? item, int times)
    {
        for (var i = 0; i < times; i++)
        {
            list.Add(item?.DeepClone());
        }
    }
}
