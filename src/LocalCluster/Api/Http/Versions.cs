using System.Globalization;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>The rules of resourceVersion and resourceVersionMatch in lists and watches.</summary>
internal static class Versions
{
    /// <summary>Refuses a list whose version cannot be served; what is newer than asked for always can, unless the match is Exact.</summary>
    public static void RequireForList(ApiRequest request, long current, bool isContinued)
    {
        var asked = Parse(request, request.Query("resourceVersion"));
        var match = request.Query("resourceVersionMatch");
        if (isContinued && asked > 0)
        {
            throw Refusals.BadRequest("specifying resource version is not allowed when using continue");
        }

        RequireMatch(asked, match);
        if (asked > current)
        {
            throw Refusals.TooLarge(asked.Value, current);
        }

        if (match == "Exact" && asked < current)
        {
            throw Refusals.Expired("The resourceVersion for the provided list is too old.");
        }
    }

    /// <summary>A version in a query, null when it is absent; refuses nonsense.</summary>
    public static long? Parse(ApiRequest request, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw Refusals.Invalid(
                request.Kind.Group,
                request.Kind.Plural,
                "",
                [FieldError.Invalid("resourceVersion", $"\"{text}\"", $"strconv.ParseUint: parsing \"{text}\": invalid syntax")]);
    }

    private static void RequireMatch(long? asked, string match)
    {
        var problem = match switch
        {
            "" => null,
            _ when asked is null => FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"),
            "Exact" when asked == 0 => FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""),
            "Exact" or "NotOlderThan" => null,
            _ => FieldError.NotSupported("resourceVersionMatch", $"\"{match}\"", ["\"Exact\"", "\"NotOlderThan\""]),
        };
        if (problem is not null)
        {
            throw Refusals.Invalid("meta.k8s.io", "ListOptions", "", [problem]);
        }
    }
}
