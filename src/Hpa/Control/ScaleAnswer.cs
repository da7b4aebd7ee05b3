using Autoscale.Kubernetes.Client;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Hpa.Control;

/// <summary>The scale of a target and where it was read, or why it could not be.</summary>
internal readonly record struct ScaleAnswer(Scale? Scale, KubeRoute? Route, ScaleFailure? Failure);
