namespace Autoscale.Metrics.Control;

/// <summary>One source of metrics, which writes its feeds of the table while it runs. Disposing it closes them.</summary>
public interface ISource : IAsyncDisposable
{
    /// <summary>Its name in statuses and logs, without any credentials.</summary>
    string Name { get; }

    /// <summary>How it fares at this moment.</summary>
    SourceHealth Health { get; }

    /// <summary>Its health changed in more than the moment of its last reading; called on the source's thread.</summary>
    event Action? HealthChanged;

    /// <summary>Reads until cancelled; whatever the source does is no exception but an absence with its reason.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
