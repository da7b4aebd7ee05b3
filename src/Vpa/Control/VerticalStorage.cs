namespace Autoscale.Vpa.Control;

/// <summary>What is known of past usage when the recommender starts.</summary>
public enum VerticalStorage
{
    /// <summary>What checkpoints hold, which are written as usage comes in.</summary>
    Checkpoint,

    /// <summary>What Prometheus answers at the start; checkpoints are neither read nor written.</summary>
    Prometheus,
}
