using System.Text;

namespace Autoscale.LocalCluster.Kinds.Rules;

/// <summary>What changed between two texts, as k8s.io/apimachinery/pkg/util/diff writes it: longest common runs first, three lines of context.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The changed lines with their surroundings; empty when nothing changed.</summary>
    public static string Between(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        foreach (var hunk in Hunks(Runs(old, now, (0, old.Length), (0, now.Length)).Append(new Run(old.Length, now.Length, 0))))
        {
            Write(text, hunk, old, now);
        }

        return text.ToString();
    }

    // The parts before and after the longest common run are compared in their turn.
    private static IEnumerable<Run> Runs(string[] old, string[] now, (int From, int To) a, (int From, int To) b)
    {
        var longest = Longest(old, now, a, b);
        return longest.Length == 0
            ? []
            : Runs(old, now, (a.From, longest.Old), (b.From, longest.New))
                .Append(longest)
                .Concat(Runs(old, now, (longest.Old + longest.Length, a.To), (longest.New + longest.Length, b.To)));
    }

    private static Run Longest(string[] old, string[] now, (int From, int To) a, (int From, int To) b)
    {
        var best = new Run(a.From, b.From, 0);
        for (var i = a.From; i < a.To; i++)
        {
            for (var j = b.From; j < b.To; j++)
            {
                var length = 0;
                while (i + length < a.To && j + length < b.To && old[i + length] == now[j + length])
                {
                    length++;
                }

                best = length > best.Length ? new(i, j, length) : best;
            }
        }

        return best;
    }

    // Changes with no more than twice the context between them are shown together.
    private static IEnumerable<List<Change>> Hunks(IEnumerable<Run> runs)
    {
        List<Change> hunk = [];
        var (old, now) = (0, 0);
        foreach (var run in runs)
        {
            if (run.Old > old || run.New > now)
            {
                hunk.Add(new(old, run.Old, now, run.New));
            }

            (old, now) = (run.Old + run.Length, run.New + run.Length);
            if (hunk.Count > 0 && (run.Length > 2 * Context || run.Length == 0))
            {
                yield return hunk;
                hunk = [];
            }
        }

        if (hunk.Count > 0)
        {
            yield return hunk;
        }
    }

    private static void Write(StringBuilder text, List<Change> hunk, string[] old, string[] now)
    {
        var lead = Math.Min(Context, hunk[0].OldFrom);
        var trail = Math.Min(Context, old.Length - hunk[^1].OldTo);
        text.Append("@@ -").Append(Range(hunk[0].OldFrom - lead, hunk[^1].OldTo + trail))
            .Append(" +").Append(Range(hunk[0].NewFrom - lead, hunk[^1].NewTo + trail)).Append(" @@\n");
        var at = hunk[0].OldFrom - lead;
        foreach (var change in hunk)
        {
            Lines(text, ' ', old[at..change.OldFrom]);
            Lines(text, '-', old[change.OldFrom..change.OldTo]);
            Lines(text, '+', now[change.NewFrom..change.NewTo]);
            at = change.OldTo;
        }

        Lines(text, ' ', old[at..(at + trail)]);
    }

    private static void Lines(StringBuilder text, char mark, string[] lines)
    {
        foreach (var line in lines)
        {
            text.Append(mark).Append(line).Append('\n');
        }
    }

    private static string Range(int from, int to) => (to - from) switch
    {
        0 => $"{from},0",
        1 => $"{from + 1}",
        var length => $"{from + 1},{length}",
    };

    /// <summary>Lines that both texts have: where they start, and how many they are.</summary>
    private readonly record struct Run(int Old, int New, int Length);

    /// <summary>Lines of the old text in whose place the new one has others.</summary>
    private readonly record struct Change(int OldFrom, int OldTo, int NewFrom, int NewTo);
}
