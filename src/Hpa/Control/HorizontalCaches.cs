using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>What the horizontal autoscaler follows in the cluster, and its events.</summary>
public sealed record HorizontalCaches(Informer<Pod> Pods, Informer<HorizontalPodAutoscaler> Autoscalers, EventRecorder Events);
