using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests;

public sealed class QueuePatternTests
{
    [Theory]
    [InlineData("orders", "orders", true)]
    [InlineData("orders", "orders2", false)]
    [InlineData("orders", "orders_error", false)]
    [InlineData("orders_error", "orders_error", true)]
    [InlineData("orders.*", "orders.eu", true)]
    [InlineData("orders.*", "ordersXeu", false)]
    [InlineData("orders.*", "my.orders.eu", false)]
    [InlineData("orders.?", "orders.1", true)]
    [InlineData("orders.?", "orders.12", false)]
    [InlineData("*", "any\nthing / ünïcode 🐇", true)]
    [InlineData("*", "orders_error", false)]
    [InlineData("*", "orders_skipped", false)]
    [InlineData("*_error", "orders_error", true)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "aXb", false)]
    [InlineData(@"a\\*", @"a\b", true)]
    [InlineData("(a+)+$", "aaaa", false)]
    [InlineData("/^orders\\.[0-9]+$/", "orders.17", true)]
    [InlineData("/^orders\\.[0-9]+$/", "orders.x", false)]
    [InlineData("/eu/", "orders.eu.1", true)]
    [InlineData("/orders/", "orders_error", false)]
    [InlineData("/_error$/", "orders_error", true)]
    public void Picks_Name_AsThePatternSays(string pattern, string queue, bool expected) =>
        Assert.Equal(expected, QueuePattern.Parse(pattern).Picks(queue));

    [Theory]
    [InlineData("")]
    [InlineData("/(/")]
    [InlineData("/(?=a)/")]
    public void Parse_NoPattern_SaysSo(string pattern) => Assert.Throws<FormatException>(() => QueuePattern.Parse(pattern));

    [Theory]
    [InlineData("orders", "orders")]
    [InlineData(@"a\*b", "a*b")]
    [InlineData("orders*", null)]
    [InlineData("/orders/", null)]
    public void Exact_OneNameOrSeveral_IsKnown(string pattern, string? expected) => Assert.Equal(expected, QueuePattern.Parse(pattern).Exact);
}
