using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Where the next page of a list begins: the version of the first page and the last object shown.</summary>
internal sealed record ContinueToken(long Version, string Namespace, string Name)
{
    /// <summary>Reads the opaque text; refuses what is not ours.</summary>
    public static ContinueToken Parse(string text)
    {
        try
        {
            var token = JsonNode.Parse(Convert.FromBase64String(text)) as JsonObject;
            var key = token.Text("start").Split('/', 2);
            return new ContinueToken(token.Integer("rv") ?? throw Bad(), key[0], key[1].TrimEnd('\0'));
        }
        catch (Exception error) when (error is FormatException or JsonException or IndexOutOfRangeException)
        {
            throw Bad();
        }
    }

    /// <summary>The opaque text.</summary>
    public override string ToString()
    {
        var start = JsonSerializer.Serialize($"{Namespace}/{Name}\0", JsonTexts.Default.String);
        var text = $$"""{"v":"meta.k8s.io/v1","rv":{{Version.ToString(CultureInfo.InvariantCulture)}},"start":{{start}}}""";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Whether an object comes after the last one shown.</summary>
    public bool Precedes(StoredObject value)
    {
        var order = string.CompareOrdinal(value.Namespace, Namespace);
        return order > 0 || (order == 0 && string.CompareOrdinal(value.Name, Name) > 0);
    }

    private static ApiError Bad() => Refusals.BadRequest("continue key is not valid: illegal base64 data or key");
}
