using Microsoft.AspNetCore.Http;

namespace Autoscale.Metrics.Apis.Access;

/// <summary>The user whom the API server's headers name, after k8s.io/apiserver's headerrequest; to be asked of trusted senders alone.</summary>
internal static class HeaderIdentity
{
    /// <summary>The user; null when no header names one.</summary>
    public static ApiIdentity? Of(IHeaderDictionary headers, AuthenticationTerms terms)
    {
        if (First(headers, terms.UsernameHeaders) is not { } name)
        {
            return null;
        }

        var groups = terms.GroupHeaders.SelectMany(header => headers[header]).OfType<string>().Where(group => group.Length > 0);
        return new ApiIdentity(name, [.. groups]) { Uid = First(headers, terms.UidHeaders), Extra = ExtraOf(headers, terms.ExtraPrefixes) };
    }

    private static string? First(IHeaderDictionary headers, IEnumerable<string> names) =>
        names.Select(name => headers[name].FirstOrDefault()).FirstOrDefault(value => value is { Length: > 0 });

    private static Dictionary<string, IReadOnlyList<string>>? ExtraOf(IHeaderDictionary headers, IReadOnlyList<string> prefixes)
    {
        var extra = (from prefix in prefixes
                     from header in headers
                     where header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                     from value in header.Value
                     let key = Uri.UnescapeDataString(header.Key[prefix.Length..].ToLowerInvariant())
                     group value ?? "" by key).ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one]);
        return extra.Count == 0 ? null : extra;
    }
}
