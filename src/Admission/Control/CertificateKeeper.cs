using System.Security.Cryptography.X509Certificates;
using Autoscale.Kubernetes;
using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Microsoft.Extensions.Logging;

namespace Autoscale.Admission.Control;

/// <summary>
/// Keeps a server's certificates in a Secret that all replicas share: makes them, renews them, restores them, and serves with
/// the newest one whose authority every registration trusts. While the API server is away, it serves with what it has.
/// </summary>
public sealed partial class CertificateKeeper : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly CertificateOptions _options;
    private readonly IRegistrations _registrations;
    private readonly UpkeepServices _services;
    private readonly CertificateStore _store;
    private readonly ILogger _logger;
    private readonly Random _random;
    private readonly ObjectKey _key;
    private readonly WorkQueue _queue;
    private readonly Informer<Secret> _secrets;
    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WebhookCertificate? _known;
    private volatile CertifiedKey? _serving;
    private volatile byte[]? _bundle;
    private volatile Action _bundleChanged = () => { };
    private (string Authority, long Since)? _trusted;

    /// <summary>Makes a keeper that knows nothing yet.</summary>
    public CertificateKeeper(KubeClient client, CertificateOptions options, IRegistrations registrations, UpkeepServices services)
    {
        _options = options;
        _registrations = registrations;
        _services = services;
        _store = new(client, options, registrations, services);
        _logger = services.Logging.CreateLogger<CertificateKeeper>();
        _random = new(services.Random.Next());
        _key = new("", nameof(Secret), options.Namespace, options.SecretName);
        _queue = new(services.Time);
        _secrets = new(
            client,
            KubeRoute.Secrets.In(options.Namespace),
            KubeJson.Default.Secret,
            services.Following(options.SecretName),
            services.Logging.CreateLogger<Informer<Secret>>());
        _secrets.Subscribe(_ => _queue.Add(_key));
        registrations.Subscribe(() => _queue.Add(_key));
        services.Telemetry.ObserveExpiry(options.Server, () => Rest(_serving), () => Rest(_known?.Authority));
    }

    /// <summary>The certificate to serve with now, with its key; null until there is one. It is never disposed: handshakes may hold it.</summary>
    public X509Certificate2? Serving => _serving?.Certificate;

    /// <summary>PEM of the authorities that API servers must trust; null until there are any.</summary>
    public byte[]? CaBundle => _bundle is { } bundle ? [.. bundle] : null;

    // Nobody is told to call the server; false also while that is not known.
    private bool AreAbsent => _registrations.HasSynced && !_registrations.Bundles.Any();

    /// <summary>Returns when <see cref="Serving"/> and <see cref="CaBundle"/> are there.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _made.Task.WaitAsync(cancellationToken);

    /// <summary>Calls the handler when <see cref="CaBundle"/> has changed.</summary>
    public void Subscribe(Action changed) => _bundleChanged += changed;

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _queue.Add(_key);
        return Together.RunAsync(
            [
                new("the informer of the certificates' Secret", _secrets.RunAsync),
                new("the loop of certificates", _services.Loop("certificates", _queue, ReconcileAsync).RunAsync),
            ],
            cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var now = _services.Time.GetUtcNow();
        var known = WebhookCertificate.Read(_secrets.Cache.Find(key.Namespace, key.Name)?.Data);
        if (known is null || known.IsDue(_options.Terms, now))
        {
            known = await _store.EnsureAsync(_known, now, cancellationToken);
        }

        _known = known;
        Publish(known.CaBundle(now));
        var untilTrusted = Serve(known, now);
        _made.TrySetResult();
        var untilCheck = NextCheck(known, now);
        return ReconcileResult.After(untilTrusted < untilCheck ? untilTrusted : untilCheck);
    }

    private void Publish(byte[] bundle)
    {
        if (_bundle is not { } before || !before.AsSpan().SequenceEqual(bundle))
        {
            _bundle = bundle;
            _bundleChanged();
        }
    }

    /// <summary>Takes the newest certificate if it may be served with; returns when to ask again.</summary>
    private TimeSpan Serve(WebhookCertificate known, DateTimeOffset now)
    {
        var rest = UntilTrusted(known.Authority.Certificate);
        var next = rest == TimeSpan.Zero || _serving is not { } serving ? Newest(known, rest, now)
            : MustReplace(serving.Certificate, known, now) ? known.Serving
            : serving;
        if (next.Certificate.Thumbprint != _serving?.Certificate.Thumbprint)
        {
            Log.Serving(_logger, next.Certificate.Thumbprint, next.Certificate.Issuer, next.Certificate.NotAfter);
            _serving = next;
        }

        return rest is { } some && some > TimeSpan.Zero ? some : TimeSpan.MaxValue;
    }

    // Who starts while a new authority is being made known serves with the certificate of the one before.
    private static CertifiedKey Newest(WebhookCertificate known, TimeSpan? untilTrusted, DateTimeOffset now) =>
        untilTrusted != TimeSpan.Zero && known.Former is { } former && WebhookCertificate.IsInForce(former.Certificate, now) ? former : known.Serving;

    // A certificate of the same authority is trusted as much; and where nothing is known of trust, one in force is the better guess.
    private bool MustReplace(X509Certificate2 serving, WebhookCertificate known, DateTimeOffset now) =>
        CertificateIssue.HasSigned(known.Authority.Certificate, serving)
        || (!_registrations.HasSynced && !WebhookCertificate.IsInForce(serving, now));

    /// <summary>How long until the API servers have surely noticed that they are to trust the authority; null while they are not told to.</summary>
    private TimeSpan? UntilTrusted(X509Certificate2 authority)
    {
        if (!AllTrust(authority))
        {
            _trusted = null;
            return null;
        }

        if (_trusted?.Authority != authority.Thumbprint)
        {
            _trusted = (authority.Thumbprint, _services.Time.GetTimestamp());
        }

        var rest = _options.Settle - _services.Time.GetElapsedTime(_trusted.Value.Since);
        return AreAbsent || rest < TimeSpan.Zero ? TimeSpan.Zero : rest;
    }

    private bool AllTrust(X509Certificate2 authority) =>
        _registrations.HasSynced && _registrations.Bundles.All(bundle => AuthorityBundle.Trusts(bundle, authority));

    // The clock is looked at again and again, since it may jump; replicas should not all renew in the same moment.
    private TimeSpan NextCheck(WebhookCertificate known, DateTimeOffset now)
    {
        var interval = _options.CheckInterval * (1 + _random.NextDouble());
        var due = (known.RenewalTime(_options.Terms) - now) + (_options.Terms.ServingLifetime / 30 * _random.NextDouble());
        return due < Shortest ? Shortest : due < interval ? due : interval;
    }

    private TimeSpan? Rest(CertifiedKey? pair) => pair is null ? null : pair.Certificate.NotAfter - _services.Time.GetUtcNow();

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "Serving with the certificate {Thumbprint} of {Authority}, good until {End}")]
        public static partial void Serving(ILogger logger, string thumbprint, string authority, DateTimeOffset end);
    }
}
