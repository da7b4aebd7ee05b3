using System.Text.Json.Serialization;

namespace Autoscale.Checks;

/// <summary>The JSON contract of the report: camelCase, absent members stay absent.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ReportJson))]
internal sealed partial class CheckJson : JsonSerializerContext;
