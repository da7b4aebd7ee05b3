using Autoscale.Metrics.Sources;

namespace Autoscale.Metrics.Tests;

public sealed class RabbitMqAddressTests
{
    [Theory]
    [InlineData("amqp://h", null, "http://h:15672/", "guest", "guest", null)]
    [InlineData("amqp://h/", null, "http://h:15672/", "guest", "guest", null)]
    [InlineData("amqps://h", null, "https://h:15671/", "guest", "guest", null)]
    [InlineData("amqp://u:p@h:5673/v", null, "http://h:15673/", "u", "p", "v")]
    [InlineData("amqp://u:p%40@h/%2F", null, "http://h:15672/", "u", "p@", "/")]
    [InlineData("amqp://u@h", null, "http://h:15672/", "u", "", null)]
    [InlineData("amqp://u:p@h", "https://m:443/rabbit", "https://m/rabbit/", "u", "p", null)]
    [InlineData("amqp://u:p@h", "http://mu:mp@m:8080", "http://m:8080/", "mu", "mp", null)]
    [InlineData("amqp://[::1]:5672", null, "http://[::1]:15672/", "guest", "guest", null)]
    public void Parse_Address_FindsTheManagementApi(
        string broker, string? management, string url, string user, string password, string? virtualHost)
    {
        var address = RabbitMqAddress.Parse(broker, management);

        Assert.Equal(
            (url, user, password, virtualHost),
            (address.Management.ToString(), address.User, address.Password, address.VirtualHost));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3cret")]
    [InlineData("http://u:s3cret@h")]
    [InlineData("amqp://u:s3cret@h:99999")]
    [InlineData("amqp://u:s3cret@h:60000")]
    public void Parse_NoAddress_SaysSoWithoutTellingIt(string broker)
    {
        var error = Assert.Throws<FormatException>(() => RabbitMqAddress.Parse(broker));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_NeverHoldsCredentials() =>
        Assert.Equal("rabbitmq at m:8080", RabbitMqAddress.Parse("amqp://u:s3cret@h", "http://x:s3cret@m:8080").ToString());
}
