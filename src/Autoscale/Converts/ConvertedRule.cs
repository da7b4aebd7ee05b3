using Autoscale.Metrics.Declared;

namespace Autoscale.Converts;

/// <summary>A rule of prometheus-adapter as a rule of a source, where it came from, and what of it has no counterpart.</summary>
internal sealed record ConvertedRule(string From, DiscoveryRule Rule, IReadOnlyList<string> Notes);
