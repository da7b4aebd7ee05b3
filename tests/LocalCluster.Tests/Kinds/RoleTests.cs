using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Tests.Kinds;

public sealed class RoleTests
{
    private const string Binding = """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b"},
         "roleRef":{"kind":"ROLE","name":"r"},"subjects":[SUBJECT]}
        """;

    private readonly KindsApi _api = new();

    [Fact]
    public async Task Create_BindingOfAUser_NamesTheGroupOfRolesAndUsers()
    {
        var binding = await _api.CreateAsync(Binding.Replace("ROLE", "Role").Replace("SUBJECT", """{"kind":"User","name":"u"}"""));

        Assert.Equal("rbac.authorization.k8s.io", binding["roleRef"]?["apiGroup"]?.GetValue<string>());
        Assert.Equal("rbac.authorization.k8s.io", binding["subjects"]?[0]?["apiGroup"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("Pod", """{"kind":"User","name":"u"}""", "roleRef.kind: Unsupported value: \"Pod\": supported values: \"Role\", \"ClusterRole\"")]
    [InlineData("Role", """{"kind":"ServiceAccount","name":"s"}""", "subjects[0].namespace: Required value")]
    public async Task Create_BindingThatCannotBe_SaysWhichField(string role, string subject, string detail)
    {
        var refusal = await _api.RefusalAsync(Binding.Replace("ROLE", role).Replace("SUBJECT", subject));

        Assert.Equal($"RoleBinding.rbac.authorization.k8s.io \"b\" is invalid: {detail}", refusal.Message);
    }

    [Fact]
    public async Task Create_RoleForPaths_IsLeftToClusterRoles()
    {
        const string Role = """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},"rules":[{"verbs":["get"],"nonResourceURLs":["/metrics"]}]}""";

        var refusal = await _api.RefusalAsync(Role);
        var role = await _api.CreateAsync(JsonNode.Parse(Role.Replace("\"Role\"", "\"ClusterRole\""))!.AsObject());

        Assert.Contains("namespaced rules cannot apply to non-resource URLs", refusal.Message);
        Assert.Equal("r", role["metadata"]?["name"]?.GetValue<string>());
    }
}
