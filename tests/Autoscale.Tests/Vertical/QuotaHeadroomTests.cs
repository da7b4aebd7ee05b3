using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Tests.Vertical;

public sealed class QuotaHeadroomTests
{
    [Theory]
    [InlineData("requests.cpu", "500m", null)]
    [InlineData("requests.cpu", "501m", "quota small: requests.cpu 501m of 500m left")]
    [InlineData("cpu", "501m", "quota small: cpu 501m of 500m left")]
    [InlineData("limits.cpu", "501m", null)]
    [InlineData("pods", "501m", null)]
    public void Refuses_GrowthOfRequests_NamesTheQuotaThatHasNoRoom(string hard, string growth, string? expected) =>
        Assert.Equal(expected, QuotaHeadroom.Refuses([Quota(hard)], Cpu(growth), ResourceVector.Empty));

    [Fact]
    public void Refuses_GrowthOfLimits_IsHeldAgainstLimits() => Assert.Equal(
        "quota small: limits.cpu 1 of 500m left", QuotaHeadroom.Refuses([Quota("limits.cpu")], ResourceVector.Empty, Cpu("1")));

    [Theory]
    [InlineData("BestEffort", true)]
    [InlineData("Terminating", true)]
    [InlineData("NotBestEffort", false)]
    [InlineData("PriorityClass", false)]
    public void Refuses_QuotaOfAScope_CountsUnlessItIsOfOtherPods(string scope, bool isPassedOver)
    {
        var quota = Quota("requests.cpu") with { Spec = new() { Hard = Amount("1"), Scopes = [scope] } };

        Assert.Equal(isPassedOver, QuotaHeadroom.Refuses([quota], Cpu("2"), ResourceVector.Empty) is null);
    }

    [Fact]
    public void Refuses_QuotaThatIsOverdrawn_HasNothingLeft()
    {
        var quota = Quota("requests.cpu") with { Spec = new() { Hard = Amount("100m") } };

        Assert.Equal("quota small: requests.cpu 1m of 0 left", QuotaHeadroom.Refuses([quota], Cpu("1m"), ResourceVector.Empty));
    }

    private static ResourceQuota Quota(string name) => new()
    {
        Metadata = new() { Name = "small", Namespace = "shop" },
        Spec = new() { Hard = new Dictionary<string, Quantity> { [name] = Quantity.Parse("1") } },
        Status = new() { Used = new Dictionary<string, Quantity> { [name] = Quantity.Parse("500m") } },
    };

    private static Dictionary<string, Quantity> Amount(string cpu) => new() { ["requests.cpu"] = Quantity.Parse(cpu) };

    private static ResourceVector Cpu(string amount) => ResourceVector.Of("cpu", Quantity.Parse(amount));
}
