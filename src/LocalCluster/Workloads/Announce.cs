using System.Text.Json.Nodes;
using Autoscale.Kubernetes.Control;

namespace Autoscale.LocalCluster.Workloads;

/// <summary>Tells what a component did to an object, as an Event of the API.</summary>
internal delegate void Announce(string component, JsonObject involved, EventNote what);
