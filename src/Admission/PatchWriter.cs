using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Walks two values side by side and writes a step for each difference; linear in their size whatever they look like.</summary>
internal sealed class PatchWriter(IBufferWriter<byte> output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, StatusWriter.Options);
    private readonly StringBuilder _path = new();
    private int _steps;

    public void Compare(JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            CompareMembers(before, after);
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
        {
            CompareElements(before, after);
        }
        else if (!JsonElement.DeepEquals(before, after))
        {
            Step("replace", after);
        }
    }

    /// <summary>Ends the patch; returns the number of its steps.</summary>
    public int Finish()
    {
        if (_steps > 0)
        {
            _json.WriteEndArray();
            _json.Flush();
        }

        return _steps;
    }

    public void Dispose() => _json.Dispose();

    // Members stand in the same order as a rule; from the first that does not, they are looked up.
    private void CompareMembers(JsonElement before, JsonElement after)
    {
        var latter = after.EnumerateObject();
        var isOpen = latter.MoveNext();
        Dictionary<string, JsonElement>? rest = null;
        foreach (var member in before.EnumerateObject())
        {
            if (rest is null && isOpen && HaveSameName(member, latter.Current))
            {
                CompareMember(member, latter.Current.Value);
                isOpen = latter.MoveNext();
                continue;
            }

            var length = Enter(member.Name);
            if ((rest ??= Rest(ref latter, isOpen)).Remove(member.Name, out var value))
            {
                Compare(member.Value, value);
            }
            else
            {
                Step("remove", null);
            }

            _path.Length = length;
        }

        foreach (var (name, value) in rest ?? Rest(ref latter, isOpen))
        {
            var length = Enter(name);
            Step("add", value);
            _path.Length = length;
        }
    }

    private static bool HaveSameName(JsonProperty one, JsonProperty other) =>
        JsonMarshal.GetRawUtf8PropertyName(one).SequenceEqual(JsonMarshal.GetRawUtf8PropertyName(other));

    // What has the same text is the same, which is what most of an object is: no name is decoded for it, and nothing in it visited.
    private static bool HaveSameText(JsonElement one, JsonElement other) =>
        JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other));

    private void CompareMember(JsonProperty before, JsonElement after)
    {
        if (!HaveSameText(before.Value, after))
        {
            var length = Enter(before.Name);
            Compare(before.Value, after);
            _path.Length = length;
        }
    }

    private static Dictionary<string, JsonElement> Rest(ref JsonElement.ObjectEnumerator members, bool isOpen)
    {
        var rest = new Dictionary<string, JsonElement>();
        for (; isOpen; isOpen = members.MoveNext())
        {
            rest.Add(members.Current.Name, members.Current.Value);
        }

        return rest;
    }

    private void CompareElements(JsonElement before, JsonElement after)
    {
        if (before.GetArrayLength() != after.GetArrayLength())
        {
            CompareLists([.. before.EnumerateArray()], [.. after.EnumerateArray()]);
            return;
        }

        var index = 0;
        var latter = after.EnumerateArray();
        foreach (var element in before.EnumerateArray())
        {
            latter.MoveNext();
            var length = Enter(index++);
            Compare(element, latter.Current);
            _path.Length = length;
        }
    }

    private void CompareLists(JsonElement[] before, JsonElement[] after)
    {
        var shorter = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < shorter && JsonElement.DeepEquals(before[start], after[start]))
        {
            start++;
        }

        var end = 0;
        while (end < shorter - start && JsonElement.DeepEquals(before[^(end + 1)], after[^(end + 1)]))
        {
            end++;
        }

        var length = _path.Length;
        for (var index = start; index < shorter - end; index++, _path.Length = length)
        {
            Enter(index);
            Compare(before[index], after[index]);
        }

        // From the back, so that no step moves what a later one names.
        for (var index = before.Length - end - 1; index >= shorter - end; index--, _path.Length = length)
        {
            Enter(index);
            Step("remove", null);
        }

        for (var index = shorter - end; index < after.Length - end; index++, _path.Length = length)
        {
            Enter(index);
            Step("add", after[index]);
        }
    }

    private int Enter(int index)
    {
        var length = _path.Length;
        _path.Append('/').Append(index);
        return length;
    }

    private int Enter(string name)
    {
        var length = _path.Length;
        _path.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return length;
    }

    private void Step(string operation, JsonElement? value)
    {
        if (_steps++ == 0)
        {
            _json.WriteStartArray();
        }

        _json.WriteStartObject();
        _json.WriteString("op"u8, operation);
        _json.WriteString("path"u8, _path.ToString());
        if (value is { } given)
        {
            _json.WritePropertyName("value"u8);
            given.WriteTo(_json);
        }

        _json.WriteEndObject();
    }
}
