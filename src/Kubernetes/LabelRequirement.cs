using System.Globalization;

namespace Autoscale.Kubernetes;

/// <summary>One requirement of a label selector, after labels.Requirement.</summary>
public sealed class LabelRequirement
{
    private readonly string[] _values;

    internal LabelRequirement(string key, LabelOperator @operator, params string[] values)
    {
        Key = key;
        Operator = @operator;
        _values = values;
    }

    /// <summary>Label key.</summary>
    public string Key { get; }

    /// <summary>How the label's value must relate to the values.</summary>
    public LabelOperator Operator { get; }

    /// <summary>The values: one for Equals, DoubleEquals, NotEquals, GreaterThan and LessThan, none for Exists and DoesNotExist.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>Whether only a label with a value of <see cref="Values"/> is selected, so that an index by value can answer.</summary>
    public bool IsEquality => Operator is LabelOperator.Equals or LabelOperator.DoubleEquals or LabelOperator.In;

    /// <summary>Makes a requirement; false with the text of labels.NewRequirement when its parts do not fit together.</summary>
    public static bool TryCreate(
        string key, LabelOperator @operator, IReadOnlyList<string>? values, out LabelRequirement requirement, out string? error)
    {
        List<string> errors = [];
        if (NameRules.LabelKeyErrors(key) is { Count: > 0 } keyErrors)
        {
            errors.Add($"key: Invalid value: {GoText.Quote(key)}: {string.Join("; ", keyErrors)}");
        }

        AddValueErrors(errors, key, @operator, values);
        requirement = new(key, @operator, [.. values ?? []]);
        error = Aggregate(errors);
        return error is null;
    }

    /// <summary>Whether a label with this value is selected; null stands for a label that is not there.</summary>
    public bool Matches(string? value) => Operator switch
    {
        LabelOperator.Equals or LabelOperator.DoubleEquals or LabelOperator.In => value is not null && HasValue(value),
        LabelOperator.NotEquals or LabelOperator.NotIn => value is null || !HasValue(value),
        LabelOperator.Exists => value is not null,
        LabelOperator.DoesNotExist => value is null,
        _ => MatchesNumber(value),
    };

    /// <summary>The text form, values sorted.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.Equals => $"{Key}={_values[0]}",
        LabelOperator.DoubleEquals => $"{Key}=={_values[0]}",
        LabelOperator.NotEquals => $"{Key}!={_values[0]}",
        LabelOperator.In => $"{Key} in ({JoinedValues()})",
        LabelOperator.NotIn => $"{Key} notin ({JoinedValues()})",
        LabelOperator.GreaterThan => $"{Key}>{_values[0]}",
        LabelOperator.LessThan => $"{Key}<{_values[0]}",
        LabelOperator.DoesNotExist => $"!{Key}",
        _ => Key,
    };

    internal static string? Aggregate(List<string> errors) => errors.Distinct().ToArray() switch
    {
        [] => null,
        [var only] => only,
        var several => $"[{string.Join(", ", several)}]",
    };

    private static void AddValueErrors(List<string> errors, string key, LabelOperator @operator, IReadOnlyList<string>? values)
    {
        var count = values?.Count ?? 0;
        var countError = @operator switch
        {
            LabelOperator.In or LabelOperator.NotIn => count == 0 ? "for 'in', 'notin' operators, values set can't be empty" : null,
            LabelOperator.Exists or LabelOperator.DoesNotExist => count != 0 ? "values set must be empty for exists and does not exist" : null,
            LabelOperator.GreaterThan or LabelOperator.LessThan => count != 1 ? "for 'Gt', 'Lt' operators, exactly one value is required" : null,
            _ => count != 1 ? "exact-match compatibility requires one single value" : null,
        };
        if (countError is not null)
        {
            errors.Add($"values: Invalid value: {GoText.JsonArray(values)}: {countError}");
        }

        if (@operator is LabelOperator.GreaterThan or LabelOperator.LessThan)
        {
            errors.AddRange(Each(values, (value, at) => TryReadInteger(value, out _) ? null
                : $"values[{at}]: Invalid value: {GoText.Quote(value)}: for 'Gt', 'Lt' operators, the value must be an integer"));
        }

        errors.AddRange(Each(values, (value, at) => NameRules.LabelValueErrors(value) is { Count: > 0 } wrong
            ? $"values[{at}][{key}]: Invalid value: {GoText.Quote(value)}: {string.Join("; ", wrong)}" : null));
    }

    private static IEnumerable<string> Each(IReadOnlyList<string>? values, Func<string, int, string?> error) =>
        (values ?? []).Select(error).OfType<string>();

    private static bool TryReadInteger(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private bool MatchesNumber(string? value)
    {
        if (value is null || !TryReadInteger(value, out var number) || !TryReadInteger(_values[0], out var bound))
        {
            return false;
        }

        return Operator == LabelOperator.GreaterThan ? number > bound : number < bound;
    }

    private bool HasValue(string value)
    {
        foreach (var candidate in _values)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private string JoinedValues() => string.Join(',', _values.Order(StringComparer.Ordinal));
}
