namespace Autoscale.Kubernetes.Client;

/// <summary>One event of a watch; a bookmark's object has nothing but its resourceVersion.</summary>
public readonly record struct WatchEvent<T>(WatchEventType Type, T Object);
