namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>Which work an image stands for.</summary>
internal sealed class ImageCatalog(TimeProvider time)
{
    /// <summary>The work of a container that starts now.</summary>
    public IContainerWork Make(ContainerSettings settings, DateTimeOffset now) => new IdleWork(settings, now);

    public TimeProvider Time => time;
}
