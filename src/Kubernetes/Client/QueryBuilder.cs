using System.Text;

namespace Autoscale.Kubernetes.Client;

/// <summary>Puts a path and a query together, leaving out what has no value.</summary>
internal sealed class QueryBuilder(string path)
{
    private readonly StringBuilder _text = new(path);
    private char _separator = '?';

    /// <summary>Adds a parameter unless its value is null or empty.</summary>
    public QueryBuilder Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _text.Append(_separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            _separator = '&';
        }

        return this;
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
