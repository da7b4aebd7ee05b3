using System.Security.Cryptography;
using System.Text;

namespace Autoscale.Vpa.Persisting;

/// <summary>The names of checkpoints: upstream's, and one of our own where that cannot be had.</summary>
internal static class CheckpointName
{
    private const int Longest = 253;
    private const int HashDigits = 10;

    /// <summary>
    /// Autoscaler and container with a hyphen between, as upstream names it. Where another autoscaler's checkpoint has that name, as
    /// of "a-b" and "c" beside "a" and "b-c", or where it is too long, a hash tells them apart; readers go by what it holds.
    /// </summary>
    public static string Of(string vpa, string container, Func<string, bool> isTaken)
    {
        var name = $"{vpa}-{container}";
        if (name.Length <= Longest && !isTaken(name))
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{vpa}/{container}")))[..HashDigits];
        return $"{name[..Math.Min(name.Length, Longest - HashDigits - 1)].TrimEnd('.', '-')}-{hash}";
    }
}
