using Autoscale.Testing.Vertical;

namespace Autoscale.Benchmarks.Vertical;

/// <summary>Prints what a horizontal and a vertical autoscaler of the same workload do to it, apart and together; virtual time.</summary>
internal static class CooperationTable
{
    public static int Run()
    {
        foreach (var scene in CooperationScene.All)
        {
            Console.WriteLine(scene.Table(scene.RunAll()));
        }

        return 0;
    }
}
