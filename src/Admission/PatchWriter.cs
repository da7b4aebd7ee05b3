using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.Admission;

/// <summary>Walks two values side by side and writes a step for each difference.</summary>
internal sealed class PatchWriter(IBufferWriter<byte> output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, StatusWriter.Options);
    private readonly StringBuilder _path = new();
    private int _steps;

    public void Compare(JsonNode? before, JsonNode? after)
    {
        if (before is JsonObject oldObject && after is JsonObject newObject)
        {
            CompareMembers(oldObject, newObject);
        }
        else if (before is JsonArray oldArray && after is JsonArray newArray)
        {
            CompareElements(oldArray, newArray);
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            Step("replace", after, hasValue: true);
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

    private void CompareMembers(JsonObject before, JsonObject after)
    {
        foreach (var (name, value) in before)
        {
            var length = Enter(name);
            if (after.TryGetPropertyValue(name, out var changed))
            {
                Compare(value, changed);
            }
            else
            {
                Step("remove", null, hasValue: false);
            }

            _path.Length = length;
        }

        foreach (var (name, value) in after)
        {
            if (!before.ContainsKey(name))
            {
                var length = Enter(name);
                Step("add", value, hasValue: true);
                _path.Length = length;
            }
        }
    }

    private void CompareElements(JsonArray before, JsonArray after)
    {
        var start = 0;
        var end = 0;
        if (before.Count != after.Count)
        {
            var shorter = Math.Min(before.Count, after.Count);
            while (start < shorter && JsonNode.DeepEquals(before[start], after[start]))
            {
                start++;
            }

            while (end < shorter - start && JsonNode.DeepEquals(before[^(end + 1)], after[^(end + 1)]))
            {
                end++;
            }
        }

        var (oldEnd, newEnd) = (before.Count - end, after.Count - end);
        for (var index = start; index < Math.Min(oldEnd, newEnd); index++)
        {
            At(index, () => Compare(before[index], after[index]));
        }

        // From the back, so that no step moves what a later one names.
        for (var index = oldEnd - 1; index >= newEnd; index--)
        {
            At(index, () => Step("remove", null, hasValue: false));
        }

        for (var index = oldEnd; index < newEnd; index++)
        {
            At(index, () => Step("add", after[index], hasValue: true));
        }
    }

    private void At(int index, Action step)
    {
        var length = _path.Length;
        _path.Append('/').Append(index);
        step();
        _path.Length = length;
    }

    private int Enter(string name)
    {
        var length = _path.Length;
        _path.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        return length;
    }

    private void Step(string operation, JsonNode? value, bool hasValue)
    {
        if (_steps++ == 0)
        {
            _json.WriteStartArray();
        }

        _json.WriteStartObject();
        _json.WriteString("op"u8, operation);
        _json.WriteString("path"u8, _path.ToString());
        if (hasValue)
        {
            _json.WritePropertyName("value"u8);
            if (value is null)
            {
                _json.WriteNullValue();
            }
            else
            {
                value.WriteTo(_json);
            }
        }

        _json.WriteEndObject();
    }
}
