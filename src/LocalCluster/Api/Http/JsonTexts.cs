using System.Text.Json.Serialization;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Serialisation of the few plain values that are not nodes.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class JsonTexts : JsonSerializerContext;
