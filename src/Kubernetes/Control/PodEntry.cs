using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes.Control;

/// <summary>A selected pod, and what was worked out about it when it last changed.</summary>
public sealed record PodEntry<TValue>(Pod Pod, TValue Value);
