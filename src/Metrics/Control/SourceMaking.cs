using Autoscale.Metrics.Declared;

namespace Autoscale.Metrics.Control;

/// <summary>Makes sources of each type out of their plans.</summary>
internal sealed class SourceMaking(SourceTools tools)
{
    /// <summary>The source of a plan without problems.</summary>
    public ISource Make(SourcePlan plan, MetricTable table) => plan switch
    {
        { Prometheus: { } server } => new PrometheusSource(server, plan.Settings, table, tools),
        { RabbitMq: { } broker } => new RabbitMqSource(broker, plan.Settings, table, tools),
        { Pushed: { } pushed } => new PushedSource(pushed, plan.Settings, table, tools),
        _ => throw new InvalidOperationException($"{plan.Settings.Name} has no type"),
    };
}
