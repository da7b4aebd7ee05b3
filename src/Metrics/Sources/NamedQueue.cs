namespace Autoscale.Metrics.Sources;

/// <summary>A queue that the user names, by virtual host and name.</summary>
internal readonly record struct NamedQueue(string VirtualHost, string Name);
