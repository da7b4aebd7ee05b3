using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Control;

namespace Autoscale.Metrics.Tests;

public sealed class KubeletAddressesTests
{
    [Theory]
    [InlineData("InternalIP,ExternalIP,Hostname", null, 0, "https://10.0.0.1:10250/metrics/resource")]
    [InlineData("Hostname,InternalIP", null, 10255, "https://node-1:10255/metrics/resource")]
    [InlineData("Hostname", 11000, 10255, "https://node-1:11000/metrics/resource")]
    [InlineData("ExternalIP", null, 10250, "https://[2001:db8::1]:10250/metrics/resource")]
    [InlineData("ExternalDNS,InternalIP", null, 10250, "https://10.0.0.1:10250/metrics/resource")]
    public void Of_Node_TakesTheFirstTypeThatItHas(string types, int? port, int told, string expected)
    {
        var addresses = new KubeletAddresses(new KubeletOptions { AddressTypes = types.Split(','), Port = port });

        Assert.Equal(expected, addresses.Of(Node(told)).AbsoluteUri);
    }

    [Fact]
    public void Of_NoSuchAddress_SaysSoAsMetricsServer()
    {
        var addresses = new KubeletAddresses(new KubeletOptions { AddressTypes = ["InternalDNS", "ExternalDNS"] });

        var problem = Assert.Throws<InvalidDataException>(() => addresses.Of(Node(0)));

        Assert.Equal("no address matched types [InternalDNS ExternalDNS]", problem.Message);
    }

    [Fact]
    public void Of_AddressThatIsNone_SaysWhichOne()
    {
        var node = new Node { Status = new() { Addresses = [new() { Type = "Hostname", Address = "no host/at all" }] } };

        var problem = Assert.Throws<InvalidDataException>(() => new KubeletAddresses(new() { AddressTypes = ["Hostname"] }).Of(node));

        Assert.Contains("\"no host/at all\"", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NodeThatNamesItsPath_TakesIt()
    {
        var node = Node(0) with { Metadata = new() { Annotations = new Dictionary<string, string> { ["metrics.k8s.io/resource-metrics-path"] = "/other" } } };

        Assert.Equal("https://10.0.0.1:10250/other", new KubeletAddresses(new()).Of(node).AbsoluteUri);
    }

    private static Node Node(int port) => new()
    {
        Status = new()
        {
            Addresses =
            [
                new() { Type = "Hostname", Address = "node-1" },
                new() { Type = "InternalIP", Address = "10.0.0.1" },
                new() { Type = "ExternalIP", Address = "2001:db8::1" },
            ],
            DaemonEndpoints = new() { KubeletEndpoint = new() { Port = port } },
        },
    };
}
