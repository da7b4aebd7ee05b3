using System.Security.Claims;
using System.Text.Json.Nodes;
using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>
/// Answers the questions who somebody is and what somebody may; there is no authorizer: whoever is let in may do everything, which
/// is what subject access reviews say of anybody but those who show nothing, who are not let in.
/// </summary>
internal static class Reviews
{
    private static readonly IReadOnlyList<(string Group, string Plural, string Kind)> Known =
    [
        ("authentication.k8s.io", "selfsubjectreviews", "SelfSubjectReview"),
        ("authentication.k8s.io", "tokenreviews", "TokenReview"),
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
    public static async Task AnswerAsync(ApiRequest request, Authenticator authenticator)
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
            "TokenReview" => OwnerOf(value.Child("spec").Text("token"), authenticator),
            "SubjectAccessReview" => AccessOf(value.Child("spec"), request.Kind),
            _ => new JsonObject { ["allowed"] = true },
        };
        await request.Http.WriteJsonAsync(201, value);
    }

    private static JsonObject OwnerOf(string token, Authenticator authenticator)
    {
        if (token.Length == 0)
        {
            throw Refusals.BadRequest("token is required for TokenReview in authentication");
        }

        return authenticator.Authenticate(token) is { } user
            ? new JsonObject { ["authenticated"] = true, ["user"] = User(user) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token]" };
    }

    private static JsonObject AccessOf(JsonObject? spec, ResourceKind kind)
    {
        var problems = new List<FieldError>();
        var (resource, path) = (spec.Child("resourceAttributes"), spec.Child("nonResourceAttributes"));
        if (resource is not null && path is not null)
        {
            problems.Add(FieldError.Invalid("spec.nonResourceAttributes", path.ToJsonString(), "cannot be specified in combination with resourceAttributes"));
        }

        if (resource is null && path is null)
        {
            problems.Add(FieldError.Invalid("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }

        if (spec.Text("user").Length == 0 && spec?["groups"] is not JsonArray { Count: > 0 })
        {
            problems.Add(FieldError.Invalid("spec.user", "\"\"", "at least one of user or group must be specified"));
        }

        var isAnonymous = spec.Text("user") == "system:anonymous" || spec.Texts("groups").Contains("system:unauthenticated");
        return problems.Count == 0 ? new JsonObject { ["allowed"] = !isAnonymous } : throw Refusals.Invalid(kind, "", problems);
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
