using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Autoscale.Admission;

/// <summary>The JSON contract of the room.</summary>
[JsonSourceGenerationOptions(MaxDepth = AdmissionReviewReader.MaxDepth)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class AdmissionJson : JsonSerializerContext;
