using Autoscale.Kubernetes.Client;

namespace Autoscale.Kubernetes.Tests.Client;

public sealed class KubeRouteTests
{
    private static readonly KubeRoute Deployments = new("apps", "v1", "deployments");

    [Fact]
    public void Path_OfEachShape_IsTheServers()
    {
        Assert.Equal("/api/v1/pods", KubeRoute.Pods.Path);
        Assert.Equal("/api/v1/nodes/n1", KubeRoute.Nodes.Of("", "n1").Path);
        Assert.Equal("/apis/apps/v1/namespaces/shop/deployments", Deployments.In("shop").Path);
        Assert.Equal("/apis/apps/v1/namespaces/shop/deployments/web/scale", Deployments.Of("shop", "web").Sub("scale").Path);
    }

    [Fact]
    public void Path_NameWithSpecialCharacters_IsEscaped() =>
        Assert.Equal("/api/v1/nodes/a%2Fb%3Fc", KubeRoute.Nodes.Of("", "a/b?c").Path);
}
