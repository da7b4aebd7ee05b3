namespace Autoscale.LocalCluster.Nodes.Images;

/// <summary>Which work an image stands for.</summary>
internal static class ImageCatalog
{
    /// <summary>The work of a container that starts now.</summary>
    public static IContainerWork Make(ContainerSettings settings, DateTimeOffset now) => new IdleWork(settings, now);
}
