using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Records what one component did to an object as an Event of the API.</summary>
internal delegate void EventSink(string component, JsonObject involved, ClusterEvent what);
