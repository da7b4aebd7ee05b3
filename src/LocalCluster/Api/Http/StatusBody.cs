using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Writes the API's Status objects.</summary>
internal static class StatusBody
{
    /// <summary>The Status of a refusal.</summary>
    public static JsonObject Of(ApiError error)
    {
        var status = New("Failure");
        status["message"] = error.Message;
        AddText(status, "reason", error.Reason);
        var details = Details(error);
        if (details.Count > 0 || error.HasDetails)
        {
            status["details"] = details;
        }

        status["code"] = error.Code;
        return status;
    }

    /// <summary>The Status of a deletion that is done.</summary>
    public static JsonObject Deleted(ResourceKind kind, string name, string uid)
    {
        var status = New("Success");
        var details = new JsonObject { ["name"] = name };
        AddText(details, "group", kind.Group);
        details["kind"] = kind.Plural;
        AddText(details, "uid", uid);
        status["details"] = details;
        return status;
    }

    /// <summary>The Status that says that something was done, with its HTTP code.</summary>
    public static JsonObject Success(int code)
    {
        var status = New("Success");
        status["code"] = code;
        return status;
    }

    private static JsonObject New(string status) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = status,
    };

    private static JsonObject Details(ApiError error)
    {
        var details = new JsonObject();
        AddText(details, "name", error.Name);
        AddText(details, "group", error.Group);
        AddText(details, "kind", error.Kind);
        AddText(details, "uid", error.Uid);
        if (error.Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. error.Causes.Select(Cause)]);
        }

        if (error.RetryAfterSeconds > 0)
        {
            details["retryAfterSeconds"] = error.RetryAfterSeconds;
        }

        return details;
    }

    private static JsonNode Cause(FieldError cause)
    {
        var result = new JsonObject();
        AddText(result, "reason", cause.Reason);
        AddText(result, "message", cause.Detail);
        AddText(result, "field", cause.Field);
        return result;
    }

    private static void AddText(JsonObject value, string name, string text)
    {
        if (text.Length > 0)
        {
            value[name] = text;
        }
    }
}
