using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Autoscale.Metrics.Tests;

public sealed class SourceFailureTests
{
    public static TheoryData<Exception, string> Reasons => new()
    {
        { new InvalidDataException("it answered 500"), "it answered 500" },
        { new JsonException("'<' is an invalid start of a value. Path: $.secret"), "an answer that is not the JSON that it should be" },
        { new OperationCanceledException(), "no whole answer in time" },
        { new HttpRequestException("a:1", new SocketException((int)SocketError.HostNotFound)), "its host name is not known" },
        { new HttpRequestException("x", new IOException("y", new IOException("cut\r\nshort\u0007"))), "cut short" },
        { new HttpRequestException("x", new AuthenticationException("untrusted")), "no TLS with it: untrusted" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Reason_Failure_IsOneLineForUsers(Exception problem, string expected) =>
        Assert.Equal(expected, SourceFailure.Reason(problem));

    [Fact]
    public void Reason_LongText_IsCutAfterItsSecretsAreHidden()
    {
        var text = new string('x', 296) + "secret";

        var reason = SourceFailure.Reason(new InvalidDataException(text), shown => shown.Replace("secret", "***", StringComparison.Ordinal));

        Assert.Equal(new string('x', 296) + "***", reason);
        Assert.Equal(300, SourceFailure.OneLine(new string('y', 5000)).Length);
    }
}
