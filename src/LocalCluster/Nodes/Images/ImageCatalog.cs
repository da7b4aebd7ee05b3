using Autoscale.LocalCluster.Nodes.Brokers;

namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>Which work an image stands for; tags do not matter, and images that it does not know idle.</summary>
internal sealed class ImageCatalog(IWorkBroker broker, WorkTally tally, TimeProvider time)
{
    /// <summary>The work of a container that starts now.</summary>
    public IContainerWork Make(ContainerSettings settings, DateTimeOffset now) => Untagged(settings.Image) switch
    {
        QueueWorker.Image => new QueueWorker(settings, broker, tally, time),
        HttpWorker.Image => new HttpWorker(settings, time),
        _ => new IdleWork(settings, now),
    };

    private static string Untagged(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }
}
