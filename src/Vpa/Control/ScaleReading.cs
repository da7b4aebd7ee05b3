using Autoscale.Kubernetes.Models;

namespace Autoscale.Vpa.Control;

/// <summary>The scale of a controller, or what the API says of its absence.</summary>
internal readonly record struct ScaleReading(Scale? Scale, string Absence);
