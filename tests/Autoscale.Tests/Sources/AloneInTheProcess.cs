namespace Autoscale.Tests.Sources;

/// <summary>Tests that look at the memory of the whole process, while no others run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "alone in the process";
}
