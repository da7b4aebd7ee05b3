using System.Text;
using Autoscale.Admission;
using Autoscale.Metrics.Declared;

namespace Autoscale.Tests.Sources;

public sealed class MetricSourcePolicyTests
{
    private const string Wrong = """{"rabbitmq":{"address":"amqp://broker"},"period":"9h","metrics":[{"name":"a","series":"depth"}]}""";

    [Fact]
    public async Task Validate_OfWhatIsWrong_NamesEveryField()
    {
        var verdict = await JudgeAsync(Wrong);

        Assert.Equal((422, "Invalid"), (verdict.Denial!.Code, verdict.Denial.Reason));
        Assert.StartsWith(
            "MetricSource.autoscale.dev \"web\" is invalid: [spec.period: Invalid value: \"9h\": must be a duration between 1s and 1h0m0s, e.g. 5s, "
            + "spec.metrics[0].series: Unsupported value: \"depth\": supported values: ",
            verdict.Denial.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfCredentialsInAnAddress_DoesNotRepeatThem()
    {
        var verdict = await JudgeAsync("""{"prometheus":{"url":"https://me:s3cret@p"},"metrics":[{"name":"a","query":"x"}]}""");

        Assert.Contains("spec.prometheus.url: Forbidden: an address must not hold credentials", verdict.Denial!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", verdict.Denial.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OfAnObjectWhoseDeclarationStays_LetsItThrough()
    {
        Assert.True((await JudgeAsync(Wrong, old: Wrong)).IsAllowed);
        Assert.False((await JudgeAsync(Wrong, old: """{"rabbitmq":{"address":"amqp://broker"}}""")).IsAllowed);
    }

    [Fact]
    public async Task Validate_OfWhatIsRight_WarnsOfWhatIsNotSafe()
    {
        var verdict = await JudgeAsync("""{"rabbitmq":{"address":"amqp://broker"},"credentials":{"secretRef":{"name":"s"}},"tls":{"insecureSkipVerify":true}}""");

        Assert.True(verdict.IsAllowed);
        Assert.Equal(
            [
                "spec.rabbitmq.address: the credentials go over a connection that is not encrypted",
                "spec.tls.insecureSkipVerify: any certificate is taken, so whoever is between can read and change everything",
            ],
            verdict.Warnings);
    }

    [Fact]
    public async Task Validate_OfAClustersSource_AsksForTheNamespaceOfItsSecret()
    {
        var verdict = await JudgeAsync("""{"rabbitmq":{"address":"amqps://b"},"credentials":{"secretRef":{"name":"s"}}}""", plural: "clustermetricsources");

        Assert.Contains("spec.credentials.secretRef.namespace: Required value", verdict.Denial!.Message, StringComparison.Ordinal);
    }

    private static async Task<AdmissionVerdict> JudgeAsync(string spec, string? old = null, string plural = "metricsources")
    {
        var policy = new MetricSourcePolicy();
        var request = new AdmissionRequest
        {
            Group = "autoscale.dev",
            Version = "v1alpha1",
            Resource = plural,
            Kind = nameof(MetricSource),
            Name = "web",
            Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
            Object = Source(spec),
            OldObject = old is null ? default : Source(old),
        };
        Assert.Contains(policy.Validates, rule => rule.Covers(request));
        return await policy.ValidateAsync(request, default);
    }

    private static byte[] Source(string spec) => Encoding.UTF8.GetBytes($$"""{"metadata":{"name":"web","namespace":"shop"},"spec":{{spec}}}""");
}
