namespace Autoscale.Kubernetes.Control;

/// <summary>A loop ended that should have run until it was cancelled; the message names it and says why, on one line.</summary>
public sealed class LoopEndedException(string message, Exception? cause = null) : Exception(message, cause);
