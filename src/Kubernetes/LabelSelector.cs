using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes.Models;

namespace Autoscale.Kubernetes;

/// <summary>A parsed label selector, after k8s.io/apimachinery/pkg/labels.</summary>
public sealed class LabelSelector
{
    private readonly LabelRequirement[] _requirements;
    private string? _text;

    private LabelSelector(IEnumerable<LabelRequirement> requirements, bool matchesNothing = false)
    {
        _requirements = [.. requirements.OrderBy(requirement => requirement.Key, StringComparer.Ordinal)];
        MatchesNothing = matchesNothing;
    }

    /// <summary>Matches every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Matches no object.</summary>
    public static LabelSelector Nothing { get; } = new([], matchesNothing: true);

    /// <summary>What a label set must satisfy, all of it, sorted by key.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    /// <summary>Whether this is the selector of no object (requirements that contradict each other are not noticed, as upstream).</summary>
    public bool MatchesNothing { get; }

    /// <summary>Whether every object is selected.</summary>
    public bool IsEmpty => _requirements.Length == 0 && !MatchesNothing;

    /// <summary>Reads the text form ("a=b,c in (d,e),!f"); throws <see cref="FormatException"/> with Kubernetes' own text.</summary>
    public static LabelSelector Parse(string text) => new(LabelSelectorParser.Parse(text));

    /// <summary>Reads the text form; false with Kubernetes' own error text when it is malformed.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelSelector? selector, out string? error) =>
        Try(() => Parse(text), out selector, out error);

    /// <summary>
    /// Makes a selector of its structured form; null matches nothing, an empty one everything, as upstream;
    /// throws <see cref="FormatException"/> with the text of metav1.LabelSelectorAsSelector.
    /// </summary>
    public static LabelSelector From(LabelSelectorSpec? spec)
    {
        if (spec is null)
        {
            return Nothing;
        }

        var labels = (spec.MatchLabels ?? new Dictionary<string, string>())
            .OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => Require(label.Key, LabelOperator.Equals, [label.Value]));
        var expressions = (spec.MatchExpressions ?? []).Select(FromExpression);
        return new(labels.Concat(expressions));
    }

    /// <summary>Makes a selector of its structured form; false with the text of metav1.LabelSelectorAsSelector when it is malformed.</summary>
    public static bool TryFrom(LabelSelectorSpec? spec, [NotNullWhen(true)] out LabelSelector? selector, out string? error) =>
        Try(() => From(spec), out selector, out error);

    /// <summary>Makes a selector of labels that must be equal, unchecked; none match everything, as labels.SelectorFromSet.</summary>
    public static LabelSelector FromLabels(IReadOnlyDictionary<string, string>? labels) =>
        new((labels ?? new Dictionary<string, string>()).Select(label => new LabelRequirement(label.Key, LabelOperator.Equals, label.Value)));

    /// <summary>The structured form as kubectl shows it: text, "&lt;none&gt;" or "&lt;error&gt;", as metav1.FormatLabelSelector.</summary>
    public static string Format(LabelSelectorSpec? spec)
    {
        if (!TryFrom(spec, out var selector, out _))
        {
            return "<error>";
        }

        return selector.ToString() is { Length: > 0 } text ? text : "<none>";
    }

    /// <summary>Whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels is not null && labels.TryGetValue(requirement.Key, out var value) ? value : null))
            {
                return false;
            }
        }

        return !MatchesNothing;
    }

    /// <summary>Whether an object is selected whose labels are looked up by key; null stands for a label that is not there.</summary>
    public bool Matches(Func<string, string?> label)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(label(requirement.Key)))
            {
                return false;
            }
        }

        return !MatchesNothing;
    }

    /// <summary>The one value that a label must have; null where the first requirement on it allows others, as RequiresExactMatch.</summary>
    public string? ExactValue(string key)
    {
        var first = Array.Find(_requirements, requirement => requirement.Key == key);
        return first is { IsEquality: true, Values.Count: 1 } ? first.Values[0] : null;
    }

    /// <summary>The canonical text form, requirements sorted by key.</summary>
    public override string ToString() => _text ??= string.Join(',', _requirements.AsEnumerable());

    private static LabelRequirement FromExpression(LabelSelectorRequirement expression)
    {
        var @operator = expression.Operator switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            _ => throw new FormatException($"{GoText.Quote(expression.Operator)} is not a valid label selector operator"),
        };
        return Require(expression.Key, @operator, expression.Values is { Count: > 0 } values ? values : null);
    }

    private static LabelRequirement Require(string key, LabelOperator @operator, IReadOnlyList<string>? values) =>
        LabelRequirement.TryCreate(key, @operator, values, out var requirement, out var error) ? requirement : throw new FormatException(error);

    private static bool Try(Func<LabelSelector> read, [NotNullWhen(true)] out LabelSelector? selector, out string? error)
    {
        try
        {
            (selector, error) = (read(), null);
            return true;
        }
        catch (FormatException wrong)
        {
            (selector, error) = (null, wrong.Message);
            return false;
        }
    }
}
