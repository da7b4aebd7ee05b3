using System.Text;
using Autoscale.Kubernetes;

namespace Autoscale.Metrics.Declared;

/// <summary>Reads keys of the Secrets that a declared source refers to, and tells which are missing; what they hold is never told.</summary>
internal sealed class SecretReader(IDeclaredSource source, IReadOnlyDictionary<ObjectKey, SecretAnswer> secrets, SourceFindings findings)
{
    /// <summary>The contents of a Secret; null, with the problem told, when it cannot be had.</summary>
    public IReadOnlyDictionary<string, byte[]>? Open(string field, SecretReference reference)
    {
        var key = SecretUse.KeyOf(reference, source);
        var answer = secrets.GetValueOrDefault(key, SecretAnswer.Missing);
        if (answer.Secret is { } secret)
        {
            return secret.Data ?? new Dictionary<string, byte[]>();
        }

        findings.Missing(field, answer.Problem is { } problem ? $"Secret {key} cannot be read: {problem}" : $"there is no Secret {key}");
        return null;
    }

    /// <summary>A text of a Secret without the line ends behind it; null, with the problem told, when there is no such key.</summary>
    public string? Text(string field, SecretReference reference, IReadOnlyDictionary<string, byte[]> data, string key)
    {
        var text = Find(data, key);
        if (text is null)
        {
            findings.Missing(field, $"Secret {SecretUse.KeyOf(reference, source)} has no key \"{key}\"");
        }

        return text;
    }

    /// <summary>A text of a Secret, or null; malformed UTF-8 in it becomes what no password is.</summary>
    public static string? Find(IReadOnlyDictionary<string, byte[]> data, string key) =>
        data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n') : null;
}
