namespace Autoscale.LocalCluster.Api;

/// <summary>What a node's own HTTP server answered: status code, media type and body.</summary>
public sealed record NodeAnswer(int Code, string ContentType, ReadOnlyMemory<byte> Body);
