using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>The two webhook configurations of our name, as the API server has them.</summary>
public sealed class WebhookConfigurations(KubeClient client, string name, UpkeepServices services) : IRegistrations
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

    /// <inheritdoc />
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

    /// <inheritdoc />
    public IEnumerable<byte[]?> Bundles => Webhooks.Select(webhook => webhook.ClientConfig.CaBundle);

    private IEnumerable<RegisteredWebhook> Webhooks => (Mutating?.Webhooks ?? []).Concat(Validating?.Webhooks ?? []);

    /// <summary>Whether both are there and each webhook of them carries the caBundle; false also while that is not known.</summary>
    internal bool AllCarry(byte[] caBundle) => Mutating is not null && Validating is not null
        && Webhooks.All(webhook => caBundle.AsSpan().SequenceEqual(webhook.ClientConfig.CaBundle));

    /// <inheritdoc />
    public void Subscribe(Action changed)
    {
        _mutating.Subscribe(_ => changed());
        _validating.Subscribe(_ => changed());
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<byte[]?>> ReadBundlesAsync(CancellationToken cancellationToken)
    {
        var mutating = await client.FindAsync(
            KubeRoute.MutatingWebhookConfigurations.Of("", name), KubeJson.Default.MutatingWebhookConfiguration, cancellationToken);
        var validating = await client.FindAsync(
            KubeRoute.ValidatingWebhookConfigurations.Of("", name), KubeJson.Default.ValidatingWebhookConfiguration, cancellationToken);
        var webhooks = (mutating?.Webhooks ?? []).Concat(validating?.Webhooks ?? []);
        return [.. webhooks.Select(webhook => webhook.ClientConfig.CaBundle)];
    }
}
