using Microsoft.AspNetCore.Http;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>The warnings that one response carries in its headers: each once, shortened when they become too many, after upstream's endpoints/filters/warning.go.</summary>
internal sealed class ClientWarnings(IHeaderDictionary headers)
{
    private const int TotalLimit = 4096;
    private const int ItemLimit = 256;

    private readonly Lock _lock = new();
    private readonly List<string> _texts = [];
    private int _written;
    private bool _isShortening;

    /// <summary>Adds a warning, from any thread; control characters are left out.</summary>
    public void Add(string warning)
    {
        var text = string.Concat(warning.Where(letter => !char.IsControl(letter)));
        lock (_lock)
        {
            if (text.Length == 0 || (_isShortening && _written >= TotalLimit) || _texts.Contains(text))
            {
                return;
            }

            _texts.Add(text);
            if (_isShortening || _written + Length(text) <= TotalLimit)
            {
                Write(text);
                return;
            }

            // Those that the client was to get whole are shortened too.
            (_isShortening, _written) = (true, 0);
            headers.Remove("Warning");
            _texts.ForEach(Write);
        }
    }

    private void Write(string text)
    {
        var shown = _isShortening ? string.Concat(text.EnumerateRunes().Take(ItemLimit)) : text;
        _written += Length(shown);
        var quoted = shown.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        headers.Append("Warning", $"299 - \"{quoted}\"");
    }

    private static int Length(string text) => text.EnumerateRunes().Count();
}
