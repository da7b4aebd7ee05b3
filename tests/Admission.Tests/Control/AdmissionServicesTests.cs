using Autoscale.Admission.Control;
using Autoscale.Kubernetes.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Autoscale.Admission.Tests.Control;

public sealed class AdmissionServicesTests
{
    [Fact]
    public void AddAdmission_WithPoliciesAndClock_GivesTheEndpoint()
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IAdmissionPolicy>(new ScriptedPolicy())
            .AddAdmission(new())
            .BuildServiceProvider();

        Assert.NotNull(services.GetRequiredService<AdmissionEndpoint>());
    }

    [Fact]
    public void AddAdmission_WrongOptions_TellsAllAtOnce()
    {
        var wrong = new AdmissionOptions { LongestBody = 64 << 20, BytesInFlight = 1 << 20, Margin = TimeSpan.FromHours(1), ClientAuthorities = [] };

        var error = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddAdmission(wrong));

        Assert.Equal(3, error.Failures.Count());
    }

    [Fact]
    public void AddAdmission_WithClock_GivesWhatTheUpkeepNeeds()
    {
        using var upkeep = Upkeep(new() { Namespace = "default" }, UpkeepReplica.Registration);

        Assert.Null(upkeep.Serving);
        Assert.False(upkeep.IsRegistered);
        Assert.NotNull(upkeep.Readiness.WhyNot());
    }

    [Fact]
    public void WebhookUpkeep_WrongLifetimes_TellsAllAtOnce()
    {
        var wrong = new CertificateOptions
        {
            Namespace = "default",
            Terms = new([]) { ServingLifetime = TimeSpan.FromSeconds(2), AuthorityLifetime = TimeSpan.FromSeconds(3) },
            CheckInterval = TimeSpan.Zero,
        };

        var error = Assert.Throws<OptionsValidationException>(() => Upkeep(wrong, UpkeepReplica.Registration));

        Assert.Equal(4, error.Failures.Count());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(31)]
    [InlineData(2.5)]
    public void WebhookUpkeep_TimeoutThatCannotBeRegistered_IsRefused(double seconds)
    {
        var wrong = UpkeepReplica.Registration with { Timeout = TimeSpan.FromSeconds(seconds) };

        Assert.Throws<OptionsValidationException>(() => Upkeep(new() { Namespace = "default" }, wrong));
    }

    [Theory]
    [InlineData(10, 9.5)]
    [InlineData(1, 0.8)]
    [InlineData(30, 29.5)]
    public void WorkLimit_IsShorterThanTheTimeout(double timeout, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), new AdmissionOptions().WorkLimit(TimeSpan.FromSeconds(timeout)));

    private static WebhookUpkeep Upkeep(CertificateOptions certificates, RegistrationOptions registration)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddAdmission(new()).BuildServiceProvider();
        using var client = new KubeClient(new() { Server = new("http://localhost") }, new());
        return new(client, certificates, registration, [], services.GetRequiredService<UpkeepServices>());
    }
}
