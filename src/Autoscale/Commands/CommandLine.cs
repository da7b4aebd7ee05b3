using System.CommandLine;
using Autoscale.Checks;

namespace Autoscale.Commands;

/// <summary>The commands of the program.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments say; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, InvocationConfiguration configuration)
    {
        var parsed = Build().Parse(arguments);
        var code = await parsed.InvokeAsync(configuration);

        // 1 is a verdict of this command, and shall not be taken for one where it has not even begun.
        return parsed.Errors.Count > 0 && parsed.CommandResult.Command.Name == CheckCommand.Name ? CheckReport.Unusable : code;
    }

    /// <summary>Builds the tree of commands.</summary>
    public static RootCommand Build() =>
        new("Autoscale: one autoscaler for Kubernetes that reacts within a second and says why.")
        {
            DemoCommand.Build(),
            LocalCommand.Build(),
            RunCommand.Build(),
            CheckCommand.Build(),
            ExplainCommand.Build(),
            ConvertCommand.Build(),
        };
}
