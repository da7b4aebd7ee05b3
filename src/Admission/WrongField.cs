using System.Text.Json;

namespace Autoscale.Admission;

/// <summary>Says which field of an object has the wrong form, in one line.</summary>
internal static class WrongField
{
    private const int LongestPath = 256;

    /// <summary>E.g. <c>spec.replicas has the wrong form</c>, or the field and the text of the converter that refused it.</summary>
    public static string Describe(JsonException error)
    {
        var path = Path(error);

        // Texts of the serializer itself name types of ours and positions in bytes, which mean nothing to the author of the object.
        var why = error.InnerException is null && !IsOfSerializer(error.Message) ? error.Message : null;
        return (path.Length, why) switch
        {
            (0, null) => "the object has the wrong form",
            (0, _) => why,
            (_, null) => $"{path} has the wrong form",
            _ => $"{path}: {why}",
        };
    }

    private static string Path(JsonException error)
    {
        var path = error.Path is { } found ? found.TrimStart('$').TrimStart('.') : "";
        return path.Length <= LongestPath ? path : path[..LongestPath] + "...";
    }

    private static bool IsOfSerializer(string message) =>
        message.Contains("LineNumber:", StringComparison.Ordinal) && (message.Contains("JSON", StringComparison.Ordinal) || message.Contains("Path:", StringComparison.Ordinal));
}
