using System.Net;

namespace Autoscale;

/// <summary>Where applications report over HTTP.</summary>
/// <param name="Listen">The address.</param>
/// <param name="Certificate">PEM file of the certificate; null for plain text.</param>
/// <param name="Key">PEM file of its key; null when it is in the certificate's file.</param>
internal sealed record ReportSettings(IPEndPoint Listen, string? Certificate, string? Key);
