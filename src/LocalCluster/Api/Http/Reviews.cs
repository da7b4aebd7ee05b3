using System.Security.Claims;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Answers the questions that clients ask about themselves; whoever is let in may do everything.</summary>
internal static class Reviews
{
    private static readonly IReadOnlyList<(string Group, string Plural, string Kind)> Known =
    [
        ("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        ("authorization.k8s.io", "selfsubjectaccessreviews", "SelfSubjectAccessReview"),
        ("authorization.k8s.io", "selfsubjectrulesreviews", "SelfSubjectRulesReview"),
        ("authorization.k8s.io", "subjectaccessreviews", "SubjectAccessReview"),
    ];

    /// <summary>The kinds of questions, as discovery shows them; they can only be created and are not stored.</summary>
    public static IReadOnlyList<ResourceKind> Kinds { get; } = [.. Known.Select(one => new ResourceKind
    {
        Group = one.Group,
        Version = "v1",
        Kind = one.Kind,
        Plural = one.Plural,
        Singular = one.Kind.ToLowerInvariant(),
        Namespaced = false,
        Verbs = ["create"],
        Schema = SchemaNotation.Type(one.Group.Split('.')[0], one.Kind),
    })];

    /// <summary>Answers one question.</summary>
    public static async Task AnswerAsync(ApiRequest request)
    {
        if (request.Http.Request.Method != "POST")
        {
            throw Refusals.MethodNotAllowed();
        }

        var (value, _) = await RequestBody.ReadObjectAsync(request, request.Kind);
        value["kind"] = request.Kind.Kind;
        value["apiVersion"] = request.Kind.ApiVersion;
        value.Metadata();
        value["status"] = request.Kind.Kind switch
        {
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = User(request.Http.User) },
            "SelfSubjectRulesReview" => Rules(),
            _ => new JsonObject { ["allowed"] = true },
        };
        await request.Http.WriteJsonAsync(201, value);
    }

    private static JsonObject User(ClaimsPrincipal user) => new()
    {
        ["username"] = user.Identity?.Name ?? "",
        ["groups"] = new JsonArray([.. user.FindAll(ClaimTypes.Role).Select(role => JsonValue.Create(role.Value))]),
    };

    private static JsonObject Rules() => new()
    {
        ["resourceRules"] = new JsonArray(new JsonObject { ["verbs"] = All(), ["apiGroups"] = All(), ["resources"] = All() }),
        ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = All(), ["nonResourceURLs"] = All() }),
        ["incomplete"] = false,
    };

    private static JsonArray All() => new("*");
}
