using Autoscale.Kubernetes.Control;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>What the horizontal autoscaler follows in the cluster, its events, and what it learns of requests.</summary>
public sealed record HorizontalCaches(Informer<Pod> Pods, Informer<HorizontalPodAutoscaler> Autoscalers, EventRecorder Events, IFixedRequests Requests);
