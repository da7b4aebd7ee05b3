using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Apis.Access;
using Microsoft.Extensions.Logging;

namespace Autoscale.Metrics.Control;

/// <summary>
/// Follows the ConfigMap by which the API server makes itself known to aggregated servers, so that its certificates may change
/// without a restart; what cannot be read leaves the last good terms in force.
/// </summary>
internal sealed partial class AuthenticationWatch
{
    private const string Namespace = "kube-system";
    private const string Name = "extension-apiserver-authentication";

    private readonly Informer<ConfigMap> _maps;
    private readonly ILogger _logger;
    private volatile AuthenticationTerms _terms = AuthenticationTerms.None;
    private volatile string? _problem = $"there is no ConfigMap {Namespace}/{Name}";

    public AuthenticationWatch(KubeClient client, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<AuthenticationWatch>();
        _maps = new(
            client,
            KubeRoute.ConfigMaps.In(Namespace),
            KubeJson.Default.ConfigMap,
            new() { Random = new Random(), Time = time, FieldSelector = $"metadata.name={Name}" },
            loggers.CreateLogger<Informer<ConfigMap>>());
        _maps.Subscribe(Take);
    }

    /// <summary>The terms in force.</summary>
    public AuthenticationTerms Terms => _terms;

    /// <summary>Why the API server's own requests are not known; null when they are.</summary>
    public string? Problem => _maps.HasSynced ? _problem : $"the ConfigMap {Namespace}/{Name} has not been read yet";

    /// <summary>Follows until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _maps.RunAsync(cancellationToken);

    /// <summary>Returns when the ConfigMap has been looked for.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) => _maps.WaitForSyncAsync(cancellationToken);

    private void Take(ObjectChange<ConfigMap> change)
    {
        if (change.After is not { } map)
        {
            Log.Gone(_logger, Namespace, Name);
            return;
        }

        try
        {
            _terms = AuthenticationTerms.Read(map.Data);
            _problem = _terms.FrontProxy is null ? $"the ConfigMap {Namespace}/{Name} names no requestheader-client-ca-file" : null;
            Log.Taken(_logger, Namespace, Name, map.Metadata.ResourceVersion);
        }
        catch (FormatException wrong)
        {
            _problem = _terms.FrontProxy is null ? $"in the ConfigMap {Namespace}/{Name}, {wrong.Message}" : null;
            Log.Wrong(_logger, Namespace, Name, wrong.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "Requests of the API server are known by the ConfigMap {Namespace}/{Name}, version {Version}")]
        public static partial void Taken(ILogger logger, string @namespace, string name, string version);

        [LoggerMessage(1202, LogLevel.Warning, "The ConfigMap {Namespace}/{Name} cannot be used, and the one before stays in force: {Reason}")]
        public static partial void Wrong(ILogger logger, string @namespace, string name, string reason);

        [LoggerMessage(1203, LogLevel.Warning, "The ConfigMap {Namespace}/{Name} is gone; what it said last stays in force")]
        public static partial void Gone(ILogger logger, string @namespace, string name);
    }
}
