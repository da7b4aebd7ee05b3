using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>An event after correlation, and what is to be done with it.</summary>
public readonly record struct EventDecision(EventAction Action, KubeEvent Event);
