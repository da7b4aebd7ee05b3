namespace Autoscale.LocalCluster.Nodes;

/// <summary>What became of requests to a service: how many were taken, how many were refused, and how long the last one takes.</summary>
public readonly record struct TrafficOutcome(int Taken, int Refused, TimeSpan SlowestAnswer);
