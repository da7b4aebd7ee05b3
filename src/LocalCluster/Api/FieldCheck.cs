using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api;

/// <summary>Decodes objects under the field validation that the client asked for: Strict refuses unknown and duplicate fields, Warn reports them, Ignore drops them.</summary>
internal static class FieldCheck
{
    /// <summary>The decoded object, or the refusal with which a create or update is answered.</summary>
    public static JsonObject Decode(ResourceKind kind, JsonObject value, WriteOptions options)
    {
        var problems = new List<string>(options.FieldProblems);
        var decoded = DecodeOrRefuse(kind, value, problems);
        if (problems.Count > 0 && options.FieldValidation == "Strict")
        {
            throw Refuse(kind, StrictText(problems));
        }

        Warn(options, problems);
        return decoded;
    }

    /// <summary>The text of a strict refusal.</summary>
    public static string StrictText(IEnumerable<string> problems) => $"strict decoding error: {string.Join(", ", problems)}";

    /// <summary>Shows the problems to a client that asked to be warned.</summary>
    public static void Warn(WriteOptions options, IEnumerable<string> problems)
    {
        if (options.FieldValidation == "Warn")
        {
            foreach (var problem in problems)
            {
                options.Warn?.Invoke(problem);
            }
        }
    }

    /// <summary>How a member that the schema does not know is reported.</summary>
    public static string Unknown(string path) => $"unknown field \"{path}\"";

    private static JsonObject DecodeOrRefuse(ResourceKind kind, JsonObject value, List<string> problems)
    {
        try
        {
            return ObjectDecoder.Decode(kind, value, path => problems.Add(Unknown(path)));
        }
        catch (DecodeProblem problem)
        {
            throw Refuse(kind, problem.Message);
        }
    }

    private static ApiError Refuse(ResourceKind kind, string text) =>
        Refusals.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {text}");
}
