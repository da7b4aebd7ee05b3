using Autoscale.Kubernetes;

namespace Autoscale.Hpa.Control;

/// <summary>One decision with what it was made from and what is to be told of it.</summary>
public sealed record Telling(ObjectKey Key, DateTimeOffset Time, ScaleFacts Facts, ReplicaDecision Decision, HpaReport Report);
