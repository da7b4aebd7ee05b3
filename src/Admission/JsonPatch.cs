using System.Buffers;
using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Works out the changes between two JSON values as an RFC 6902 patch.</summary>
public static class JsonPatch
{
    /// <summary>
    /// The patch that turns the one value into the other, all in UTF-8; empty when they are equal. It adds, replaces and removes the
    /// innermost members that differ and mentions nothing else. Elements of arrays are compared by their place; where the lengths
    /// differ, what is equal at both ends stays as it is. Throws <see cref="JsonException"/> when one of them is no JSON, has a
    /// member twice or is nested deeper than a review may be.
    /// </summary>
    public static ReadOnlyMemory<byte> Between(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var former = JsonDocument.Parse(before, MutationDraft.Strict);
        using var latter = JsonDocument.Parse(after, MutationDraft.Strict);
        var output = new ArrayBufferWriter<byte>();
        using var writer = new PatchWriter(output);
        writer.Compare(former.RootElement, latter.RootElement);
        return writer.Finish() == 0 ? default : output.WrittenMemory;
    }
}
