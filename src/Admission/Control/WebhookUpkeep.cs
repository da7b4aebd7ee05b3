using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Microsoft.Extensions.Options;

namespace Autoscale.Admission.Control;

/// <summary>What keeps the webhook reachable: its certificates, and its registration with the API server.</summary>
public sealed class WebhookUpkeep : IDisposable
{
    private readonly WebhookConfigurations _configurations;
    private readonly CertificateKeeper _keeper;
    private readonly WebhookRegistration _registration;

    /// <summary>Puts it together; nothing is read or written yet. Throws <see cref="OptionsValidationException"/> with all that is wrong with some options.</summary>
    public WebhookUpkeep(
        KubeClient client,
        CertificateOptions certificates,
        RegistrationOptions registration,
        IReadOnlyList<IAdmissionPolicy> policies,
        UpkeepServices services)
    {
        OptionsCheck.Demand(certificates);
        OptionsCheck.Demand(registration);
        var names = certificates.Terms.Names.Prepend(registration.Address.Host).Distinct();
        var terms = certificates.Terms with { Names = [.. names] };
        _configurations = new(client, registration.Name, services);
        _keeper = new(client, certificates with { Terms = terms }, _configurations, services);
        _registration = new(client, PlanOf(registration, policies), _configurations, _keeper, services);
    }

    /// <summary>The certificate to serve with now, or null; for <see cref="AdmissionServer"/>.</summary>
    public X509Certificate2? Serving => _keeper.Serving;

    /// <summary>Whether there is a certificate to serve with.</summary>
    public ReadinessCheck Readiness => new("certificate", () => _keeper.Serving is null ? "there is no certificate to serve with yet" : null);

    /// <summary>What keeps the certificates.</summary>
    internal CertificateKeeper Keeper => _keeper;

    /// <summary>Whether API servers have been told to ask the webhook, and to trust what it serves with.</summary>
    public bool IsRegistered => _keeper is { Serving: not null, CaBundle: { } bundle } && _configurations.AllCarry(bundle);

    /// <summary>What the configurations say of these policies.</summary>
    public static WebhookPlan PlanOf(RegistrationOptions registration, IReadOnlyList<IAdmissionPolicy> policies) => new(
        registration,
        policies.SelectMany(policy => policy.Mutates),
        policies.SelectMany(policy => policy.Validates),
        policies.Any(policy => policy.HasEffects));

    /// <summary>Returns when <see cref="Serving"/> is there.</summary>
    public Task WaitForCertificateAsync(CancellationToken cancellationToken) => _keeper.WaitAsync(cancellationToken);

    /// <summary>Works until cancelled; registers once the delegate has returned, which it does when the webhook answers.</summary>
    public Task RunAsync(Func<CancellationToken, Task> ready, CancellationToken cancellationToken) => Together.RunAsync(
        [
            .. _configurations.Loops,
            new("the keeper of certificates", _keeper.RunAsync),
            new("the registration of the webhooks", token => _registration.RunAsync(ready, token)),
        ],
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _keeper.Dispose();
        _registration.Dispose();
    }
}
