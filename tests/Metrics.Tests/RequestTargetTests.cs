using Autoscale.Metrics.Apis.Access;

namespace Autoscale.Metrics.Tests;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("GET", "/apis", "", "get", "", "", "", "")]
    [InlineData("GET", "/apis/custom.metrics.k8s.io/v1beta1", "", "get", "", "", "", "")]
    [InlineData("GET", "/apis/metrics.k8s.io/v1beta1/pods", "metrics.k8s.io", "list", "", "pods", "", "")]
    [InlineData("GET", "/apis/metrics.k8s.io/v1beta1/namespaces/ns/pods/p", "metrics.k8s.io", "get", "ns", "pods", "p", "")]
    [InlineData("HEAD", "/apis/metrics.k8s.io/v1beta1/nodes/n/", "metrics.k8s.io", "get", "", "nodes", "n", "")]
    [InlineData("GET", "/apis/external.metrics.k8s.io/v1beta1/namespaces/ns/depth", "external.metrics.k8s.io", "list", "ns", "depth", "", "")]
    [InlineData("GET", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/ns/pods/*/m", "custom.metrics.k8s.io", "get", "ns", "pods", "*", "m")]
    [InlineData("GET", "/apis/custom.metrics.k8s.io/v1beta1/namespaces/ns/metrics/m", "custom.metrics.k8s.io", "get", "ns", "metrics", "m", "")]
    [InlineData("GET", "/apis/custom.metrics.k8s.io/v1beta2/nodes/n/m", "custom.metrics.k8s.io", "get", "", "nodes", "n", "m")]
    [InlineData("DELETE", "/apis/metrics.k8s.io/v1beta1/pods", "metrics.k8s.io", "deletecollection", "", "pods", "", "")]
    [InlineData("POST", "/apis/metrics.k8s.io/v1beta1/namespaces/ns/pods", "metrics.k8s.io", "create", "ns", "pods", "", "")]
    public void Of_Path_IsReadAsTheApiServerReadsIt(
        string method, string path, string group, string verb, string @namespace, string resource, string name, string subresource)
    {
        var target = RequestTarget.Of(method, path, watches: false);

        Assert.Equal((group, verb, @namespace, resource, name, subresource), (target.Group, target.Verb, target.Namespace, target.Resource, target.Name, target.Subresource));
        Assert.Equal(group.Length > 0, target.IsResource);
    }

    [Fact]
    public void Of_WatchOfMany_IsNoList() => Assert.Equal("watch", RequestTarget.Of("GET", "/apis/metrics.k8s.io/v1beta1/pods", watches: true).Verb);
}
