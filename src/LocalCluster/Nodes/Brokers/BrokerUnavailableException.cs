namespace Autoscale.LocalCluster.Nodes.Brokers;

/// <summary>A broker cannot be reached or does not let us in; the message names its address without the password.</summary>
public sealed class BrokerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
