using System.Text.Json;

namespace Autoscale.Metrics;

/// <summary>Takes in a long answer token by token, so that no more of it is held than is needed.</summary>
public interface IJsonTokens
{
    /// <summary>Takes one token in. The reader stands on it.</summary>
    void Take(ref Utf8JsonReader reader);
}
