using System.Globalization;
using Autoscale.LocalCluster.Api.Aggregation;

namespace Autoscale.LocalCluster.Tests.Api;

public sealed class ServiceConnectionsTests
{
    [Fact]
    public void For_ManyWaysOfTrusting_ForgetsWhatWasNotUsedForLong()
    {
        using var connections = new ServiceConnections(null);
        var (used, unused) = (Client("used"), Client("unused"));

        for (var other = 0; other < 200; other++)
        {
            Client(other.ToString(CultureInfo.InvariantCulture)).Dispose();
            Assert.Same(used, Client("used"));
        }

        Assert.NotSame(unused, Client("unused"));

        HttpMessageInvoker Client(string name) => connections.For(name, "", skipsVerification: true);
    }
}
