using System.CommandLine;

namespace Autoscale.Commands;

/// <summary>The commands of the program.</summary>
internal static class CommandLine
{
    /// <summary>Builds the tree of commands.</summary>
    public static RootCommand Build() =>
        new("Autoscale: one autoscaler for Kubernetes that reacts within a second and says why.")
        {
            DemoCommand.Build(),
            LocalCommand.Build(),
            RunCommand.Build(),
        };
}
