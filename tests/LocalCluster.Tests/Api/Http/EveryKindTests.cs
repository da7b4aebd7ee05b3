using Autoscale.LocalCluster.Kinds;

namespace Autoscale.LocalCluster.Tests.Api.Http;

/// <summary>What holds for every kind that the cluster knows.</summary>
public sealed class EveryKindTests
{
    public static TheoryData<string> Bodies =>
    [
        "{}",
        """{"metadata":{"name":"x"}}""",
        """{"metadata":{"name":"x"},"spec":null,"status":null}""",
        """{"metadata":{"name":"x"},"spec":{},"status":{}}""",
        """{"metadata":{"name":"x","labels":null},"spec":{"template":{},"selector":{},"metrics":[{}],"behavior":{},"limits":[{}],"containers":[{}],"ports":[{}],"volumes":[{}]}}""",
        """{"metadata":{"name":"x"},"spec":{"template":{"spec":{"containers":[null],"volumes":[null]}},"metrics":[null],"limits":[null],"containers":[null],"ports":[null]}}""",
        """{"metadata":{"generateName":"x-"},"spec":{"replicas":0},"data":{},"type":""}""",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_AnyBody_IsStoredOrRefusedButNeverAFault(string body)
    {
        await using var server = await TestServer.StartAsync();

        foreach (var kind in KnownKinds.All)
        {
            var scope = kind.Namespaced ? "namespaces/demo/" : "";
            var prefix = kind.Group.Length == 0 ? "api/v1" : $"apis/{kind.ApiVersion}";
            var answer = await server.PostAsync($"/{prefix}/{scope}{kind.Plural}", body);
            Assert.True(answer.Code is 201 or 400 or 403 or 409 or 422, $"{kind.Kind}: {answer.Code} {answer.Text}");
        }
    }
}
