using System.Buffers;
using System.Text.Json.Nodes;

namespace Autoscale.Admission;

/// <summary>Works out the changes between two JSON objects as an RFC 6902 patch.</summary>
public static class JsonPatch
{
    /// <summary>
    /// The patch that turns the one object into the other, in UTF-8; empty when they are equal. It adds, replaces and removes the
    /// innermost members that differ and mentions nothing else. Elements of arrays are compared by their place; where the lengths
    /// differ, what is equal at both ends stays as it is.
    /// </summary>
    public static ReadOnlyMemory<byte> Between(JsonObject before, JsonObject after)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new PatchWriter(output);
        writer.Compare(before, after);
        return writer.Finish() == 0 ? default : output.WrittenMemory;
    }
}
