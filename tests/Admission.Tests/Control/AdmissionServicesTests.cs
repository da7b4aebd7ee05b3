using Autoscale.Admission.Control;
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

    [Theory]
    [InlineData(10, 9.5)]
    [InlineData(1, 0.8)]
    [InlineData(30, 29.5)]
    public void WorkLimit_IsShorterThanTheTimeout(double timeout, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), new AdmissionOptions().WorkLimit(TimeSpan.FromSeconds(timeout)));
}
