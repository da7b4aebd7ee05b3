using Autoscale.LocalCluster.Api;

namespace Autoscale.Checks;

/// <summary>An object, with the kind that it is of and the namespace that it is going to lie in, "" for none.</summary>
internal sealed record CheckTarget(ManifestObject Subject, ResourceKind Kind, string Namespace);
