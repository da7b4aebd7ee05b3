using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Kinds;

/// <summary>Draws what the server chooses for a new object from the object's uid, which is random already.</summary>
public static class UidChoice
{
    // Upstream leaves out vowels and digits that look like letters, so that no words arise.
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A suffix of a name: <paramref name="length"/> letters, at most 16.</summary>
    public static string Suffix(JsonObject value, int length) =>
        string.Concat(Bytes(value).Take(length).Select(one => Letters[one % Letters.Length]));

    /// <summary>A number from 0 up to, not including, <paramref name="end"/>; <paramref name="index"/> tells several of one object apart.</summary>
    public static int Number(JsonObject value, int index, int end)
    {
        var bytes = Bytes(value);
        return ((bytes[index % bytes.Length] << 16) + (bytes[(index + 5) % bytes.Length] << 8) + bytes[(index + 11) % bytes.Length]) % end;
    }

    private static byte[] Bytes(JsonObject value) =>
        Guid.TryParse(value.TextAt("metadata.uid"), out var uid) ? uid.ToByteArray() : new byte[16];
}
