using Autoscale.Kubernetes;

namespace Autoscale.LocalCluster.Nodes.Usage;

/// <summary>Reads profiles as annotations write them: "100m", "wave(50m, 400m, 24h)", "steps(1, 2, 4, 10m)", "growth(50Mi, 10Mi, 1m, 2Gi)", "bursts(100m, 1, 30s, 5m)".</summary>
internal static class ProfileText
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The profile, or none and what is wrong with the text.</summary>
    public static (UsageProfile? Profile, string Problem) Read(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return Amount(text) is { } amount ? (UsageProfile.Steady(amount), "") : (null, $"\"{text}\" is no amount");
        }

        var name = text[..open].Trim();
        return text.EndsWith(')')
            ? Shape(name, text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries))
            : (null, $"\"{text}\" lacks its closing parenthesis");
    }

    private static (UsageProfile? Profile, string Problem) Shape(string name, string[] parts)
    {
        var (profile, form) = name switch
        {
            "wave" => (Wave(parts), "wave(low, high, period), e.g. wave(50m, 400m, 24h)"),
            "steps" => (Steps(parts), "steps(amount, amount, …, length), e.g. steps(100m, 500m, 10m)"),
            "growth" => (Growth(parts), "growth(start, gain, per, most), e.g. growth(50Mi, 10Mi, 1m)"),
            "bursts" => (Bursts(parts), "bursts(usual, peak, length, every), e.g. bursts(100m, 1, 30s, 5m)"),
            _ => (null, "an amount, wave, steps, growth or bursts"),
        };
        return profile is null ? (null, $"\"{name}({string.Join(", ", parts)})\" is not {form}") : (profile, "");
    }

    private static UsageProfile? Wave(string[] parts) => parts.Length is 2 or 3
        ? Make(ProfileShape.Wave, parts[..2], parts.Length == 3 ? Time(parts[2]) : Day)
        : null;

    private static UsageProfile? Steps(string[] parts) => parts.Length > 1 ? Make(ProfileShape.Steps, parts[..^1], Time(parts[^1])) : null;

    private static UsageProfile? Growth(string[] parts)
    {
        var grown = parts.Length is 3 or 4 ? Make(ProfileShape.Growth, [.. parts[..2], .. parts[3..]], Time(parts[2])) : null;
        return grown is { Amounts.Count: 2 } ? grown with { Amounts = [.. grown.Amounts, double.MaxValue] } : grown;
    }

    private static UsageProfile? Bursts(string[] parts) => parts.Length == 4 && Time(parts[2]) < Time(parts[3])
        ? Make(ProfileShape.Bursts, parts[..2], Time(parts[2]), Time(parts[3]))
        : null;

    private static UsageProfile? Make(ProfileShape shape, string[] amounts, params TimeSpan?[] times)
    {
        var read = Array.ConvertAll(amounts, Amount);
        return read.Contains(null) || times.Contains(null)
            ? null
            : new UsageProfile(shape, [.. read.Select(amount => amount.GetValueOrDefault())], [.. times.Select(time => time.GetValueOrDefault())]);
    }

    private static double? Amount(string text) => Quantity.TryParse(text, out var amount, out _) && amount.Sign >= 0 ? amount.ToDouble() : null;

    private static TimeSpan? Time(string text) => GoDuration.TryParse(text, out var time) && time >= TimeSpan.FromMilliseconds(1) ? time : null;
}
