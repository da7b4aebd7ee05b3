using System.CommandLine;
using System.CommandLine.Parsing;
using Autoscale.Kubernetes;
using Autoscale.Vpa.Control;

namespace Autoscale.Commands;

/// <summary>The options of <c>run</c> that concern vertical autoscalers.</summary>
internal static class VerticalOption
{
    private static readonly VerticalOptions Usual = new();

    private static readonly Option<VerticalMode> Mode = new("--vertical")
    {
        Description = "active: recommend, and update pods. observe: recommend, report and write nothing. off: neither.",
        DefaultValueFactory = _ => VerticalMode.Observe,
    };

    private static readonly Option<bool> Admission = new("--vertical-admission")
    {
        Description = "Whether the webhook gives new pods what is recommended, and checks vertical autoscalers when they are written.",
    };

    private static readonly Option<Quantity?> MostBoost = new Option<Quantity?>("--max-allowed-cpu-boost")
    {
        Description = "The CPU that a container requests at most while it starts; no bound by default.",
    }.NotNegative();

    private static readonly Option<string> Recommender = new("--recommender-name")
    {
        Description = "The name by which vertical autoscalers choose this recommender.",
        DefaultValueFactory = _ => Usual.RecommenderName,
    };

    private static readonly Option<TimeSpan> Interval = new Option<TimeSpan>("--recommender-interval")
    {
        Description = "Time between two samples of usage, and two recommendations.",
        DefaultValueFactory = _ => Usual.Interval,
    }.Within(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    private static readonly Option<string> Namespace = new("--vpa-object-namespace")
    {
        Description = "The one namespace whose vertical autoscalers are handled; all by default.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string[]> Ignored = new("--ignored-vpa-object-namespaces")
    {
        Description = "Namespaces whose vertical autoscalers are not handled, with commas between them.",
        DefaultValueFactory = _ => [],
        CustomParser = ParseNamespaces,
    };

    private static readonly Option[] All = [Mode, Admission, MostBoost, Recommender, Interval, Namespace, Ignored];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }

        RecommendationOption.AddTo(command);
        HistoryOption.AddTo(command);
        UpdaterOption.AddTo(command);
    }

    /// <summary>What the webhook does for vertical autoscalers; null when nothing.</summary>
    public static VpaAdmissionOptions? AdmissionOf(ParseResult parsed, string leaseNamespace) => !parsed.GetValue(Admission) ? null : new()
    {
        MaxAllowedCpuBoost = parsed.GetValue(MostBoost) ?? default,
        LeaseNamespace = leaseNamespace,
    };

    /// <summary>What is done and how.</summary>
    public static VerticalOptions Of(ParseResult parsed, string leaseNamespace) => new()
    {
        Mode = parsed.GetValue(Mode),
        RecommenderName = parsed.GetValue(Recommender) ?? Usual.RecommenderName,
        Interval = parsed.GetValue(Interval),
        Namespace = parsed.GetValue(Namespace) ?? "",
        IgnoredNamespaces = parsed.GetValue(Ignored) ?? [],
        Usage = RecommendationOption.UsageOf(parsed),
        Recommender = RecommendationOption.Of(parsed),
        Storage = HistoryOption.StorageOf(parsed),
        History = HistoryOption.Of(parsed),
        Updater = UpdaterOption.Of(parsed) with { LeaseNamespace = leaseNamespace },
    };

    private static string[] ParseNamespaces(ArgumentResult result)
    {
        string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        foreach (var wrong in names.Where(name => NameRules.DnsLabelErrors(name).Count > 0))
        {
            result.AddError($"--ignored-vpa-object-namespaces must be names of namespaces, not \"{wrong}\"");
        }

        return names;
    }
}
