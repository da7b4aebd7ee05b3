namespace Autoscale.Kubernetes.Tests.Client;

/// <summary>What the stub was asked.</summary>
internal sealed record StubRequest(string Method, string Path, string? Authorization, string? MediaType, string? Body);
