using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>The two webhook configurations of our name, as the API server has them.</summary>
public sealed class WebhookConfigurations(KubeClient client, string name, UpkeepServices services)
{
    private readonly Informer<MutatingWebhookConfiguration> _mutating = new(
        client,
        KubeRoute.MutatingWebhookConfigurations,
        KubeJson.Default.MutatingWebhookConfiguration,
        services.Following(name),
        services.Logging.CreateLogger<Informer<MutatingWebhookConfiguration>>());

    private readonly Informer<ValidatingWebhookConfiguration> _validating = new(
        client,
        KubeRoute.ValidatingWebhookConfigurations,
        KubeJson.Default.ValidatingWebhookConfiguration,
        services.Following(name),
        services.Logging.CreateLogger<Informer<ValidatingWebhookConfiguration>>());

    /// <summary>The mutating one, or null.</summary>
    public MutatingWebhookConfiguration? Mutating => _mutating.Cache.Find("", name);

    /// <summary>The validating one, or null.</summary>
    public ValidatingWebhookConfiguration? Validating => _validating.Cache.Find("", name);

    /// <summary>Whether it is known which of the two there are.</summary>
    public bool HasSynced => _mutating.HasSynced && _validating.HasSynced;

    /// <summary>Returns when <see cref="HasSynced"/> is true.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_mutating.WaitForSyncAsync(cancellationToken), _validating.WaitForSyncAsync(cancellationToken));

    /// <summary>What follows them.</summary>
    internal IReadOnlyList<NamedLoop> Loops =>
    [
        new("the informer of the mutating webhook configuration", _mutating.RunAsync),
        new("the informer of the validating webhook configuration", _validating.RunAsync),
    ];

    private IEnumerable<RegisteredWebhook> Webhooks => (Mutating?.Webhooks ?? []).Concat(Validating?.Webhooks ?? []);

    /// <summary>Whether nobody is told to ask the webhook; false also while that is not known.</summary>
    internal bool AreAbsent => HasSynced && !Webhooks.Any();

    /// <summary>Whether each webhook of both trusts the authority; false also while that is not known.</summary>
    internal bool AllTrust(X509Certificate2 authority) =>
        HasSynced && Webhooks.All(webhook => AuthorityBundle.Trusts(webhook.ClientConfig.CaBundle, authority));

    /// <summary>Whether both are there and each webhook of them carries the caBundle; false also while that is not known.</summary>
    internal bool AllCarry(byte[] caBundle) => Mutating is not null && Validating is not null
        && Webhooks.All(webhook => caBundle.AsSpan().SequenceEqual(webhook.ClientConfig.CaBundle));

    /// <summary>Calls the handler whenever one of them has changed.</summary>
    internal void Subscribe(Action changed)
    {
        _mutating.Subscribe(_ => changed());
        _validating.Subscribe(_ => changed());
    }

    /// <summary>The authorities made for a webhook of ours that the API server trusts now, from a fresh read.</summary>
    internal async Task<IReadOnlyList<X509Certificate2>> ReadTrustedAsync(CancellationToken cancellationToken)
    {
        var mutating = await client.FindAsync(
            KubeRoute.MutatingWebhookConfigurations.Of("", name), KubeJson.Default.MutatingWebhookConfiguration, cancellationToken);
        var validating = await client.FindAsync(
            KubeRoute.ValidatingWebhookConfigurations.Of("", name), KubeJson.Default.ValidatingWebhookConfiguration, cancellationToken);
        var webhooks = (mutating?.Webhooks ?? []).Concat(validating?.Webhooks ?? []);
        return [.. webhooks.SelectMany(webhook => AuthorityBundle.Ours(webhook.ClientConfig.CaBundle)).DistinctBy(authority => authority.Thumbprint)];
    }
}
