namespace Autoscale.Vpa.Targeting;

/// <summary>A controller cannot be found, or not be told from others; the message is upstream's.</summary>
public sealed class TargetException(string message) : Exception(message);
