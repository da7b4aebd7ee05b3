using Autoscale.Kubernetes.Models;
using Autoscale.Metrics.Declared;

namespace Autoscale.Converts;

/// <summary>Makes sources of the rules that a file holds. All that is wrong is told at once; then there are no sources.</summary>
internal sealed class AdapterConversion(ConvertTarget target)
{
    // As many as the schema takes in one source.
    private const int RulesOfASource = 100;

    private readonly List<string> _problems = [];

    /// <summary>What is wrong, each with file and field.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Converts configurations; the sources are named after the target, the second of them with -2 and so on.</summary>
    public IReadOnlyList<ConvertedSource> Convert(IReadOnlyList<AdapterInput> inputs)
    {
        var sources = new List<ConvertedSource>();
        foreach (var input in inputs)
        {
            var rules = Rules(input);
            var notes = NotesOf(input);
            foreach (var some in rules.Chunk(RulesOfASource).DefaultIfEmpty([]))
            {
                var number = sources.Count(source => source.Rules.Count > 0) + 1;
                var name = number == 1 ? target.Name : $"{target.Name}-{number}";
                sources.Add(new ConvertedSource(input.Place, name, target.Url ?? input.Url ?? ConvertTarget.AssumedUrl, some, notes));
                notes = [];
            }
        }

        sources.ForEach(Check);
        return sources;
    }

    private List<string> NotesOf(AdapterInput input) =>
    [
        .. input.Notes,
        .. input.Configuration.ResourceRules is null ? Array.Empty<string>() : ["resourceRules have no counterpart: the usage of pods and nodes is read from kubelets"],
        .. target.Url is null && input.Url is null ? [$"prometheus-adapter is told its server by --prometheus-url: give the same to this command, or write it in place of {ConvertTarget.AssumedUrl}"] : Array.Empty<string>(),
    ];

    private List<ConvertedRule> Rules(AdapterInput input)
    {
        var rules = new List<ConvertedRule>();
        foreach (var (index, rule) in input.Configuration.Rules.Index())
        {
            var conversion = new RuleConversion($"{input.Rules}[{index}]", rule ?? new());
            rules.Add(conversion.OfObjects(target.Namespace is not null));
            _problems.AddRange(conversion.Problems.Select(problem => $"{input.Place}: {problem}"));
        }

        foreach (var (index, rule) in input.Configuration.ExternalRules.Index())
        {
            var conversion = new RuleConversion($"{input.ExternalRules}[{index}]", rule ?? new());
            rules.Add(conversion.External());
            _problems.AddRange(conversion.Problems.Select(problem => $"{input.Place}: {problem}"));
        }

        return rules;
    }

    // What the checks of sources know better than we do, such as the forms of labels and addresses.
    private void Check(ConvertedSource source)
    {
        if (_problems.Count > 0 || source.Rules.Count == 0)
        {
            return;
        }

        var meta = new ObjectMeta { Name = source.Name, Namespace = target.Namespace ?? "" };
        IDeclaredSource declared = target.Namespace is null
            ? new ClusterMetricSource { Metadata = meta, Spec = source.Spec }
            : new MetricSource { Metadata = meta, Spec = source.Spec };
        _problems.AddRange(SpecCheck.Check(declared).Select(problem => $"{source.Place}: {source.FromOf(problem.Field)}{problem}"));
    }
}
