using System.Collections.Concurrent;
using System.Net;

namespace Autoscale.Benchmarks.Admission;

/// <summary>Clients that trust what the registration says by now: an API server, too, uses other connections once it is told to trust otherwise.</summary>
internal sealed class TrustingClients(AdmissionScene scene, TimeSpan connectionLife) : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, bool> _certificates = new();
    private readonly HashSet<string> _bundles = [];
    private readonly List<HttpClient> _all = [];
    private volatile HttpClient[] _newest = [];

    /// <summary>One client for each version of the protocol.</summary>
    public (HttpClient Http1, HttpClient Http2) Newest => _newest is [var one, var two] ? (one, two) : throw new InvalidOperationException("nobody has looked yet");

    /// <summary>How many certificates the webhook has shown.</summary>
    public int Certificates => _certificates.Count;

    /// <summary>How many sets of authorities were to be trusted, one after the other.</summary>
    public int Bundles => _bundles.Count;

    /// <summary>Looks again and again, until cancelled.</summary>
    public async Task FollowAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(Glance, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Looks at the registration once.</summary>
    public async Task LookAsync()
    {
        var bundle = await scene.BundleAsync();
        if (_bundles.Add(Convert.ToBase64String(bundle)))
        {
            HttpClient[] newest = [.. ((Version[])[HttpVersion.Version11, HttpVersion.Version20]).Select(version =>
                scene.Connect(version, bundle, connectionLife, shown => _certificates[shown] = true))];
            _all.AddRange(newest);
            _newest = newest;
        }
    }

    // Those that are not used any more have reviews under way.
    public void Dispose() => _all.ForEach(client => client.Dispose());
}
