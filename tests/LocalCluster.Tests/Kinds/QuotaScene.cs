using Autoscale.LocalCluster.Api;
using Autoscale.LocalCluster.Tests.Api.Http;
using Autoscale.Testing.Recordings;

namespace Autoscale.LocalCluster.Tests.Kinds;

/// <summary>The cluster in which the quota vectors were recorded.</summary>
internal static class QuotaScene
{
    /// <summary>A server that holds its objects.</summary>
    public static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        foreach (var (path, body) in QuotaObjects.All)
        {
            var answer = await server.PostAsync(path, body);
            Assert.True(answer.Code == 201, $"{path}: {answer.Text}");
        }

        return server;
    }

    /// <summary>The path of a namespaced object's resource, e.g. /api/v1/namespaces/demo/pods.</summary>
    public static string Path(ResourceKind kind, string ns) =>
        $"/{(kind.Group.Length == 0 ? "api" : "apis")}/{kind.ApiVersion}/namespaces/{ns}/{kind.Plural}";
}
