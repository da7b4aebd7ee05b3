using Autoscale.Testing.Vertical;

namespace Autoscale.Benchmarks.Vertical;

/// <summary>Prints what a horizontal and a vertical autoscaler of the same workload do to it, apart and together; virtual time.</summary>
internal static class CooperationTable
{
    private const int Days = 8;

    public static int Run()
    {
        foreach (var scene in CooperationScene.All(Days))
        {
            Console.WriteLine(scene.Table(scene.RunAll()));
        }

        return 0;
    }
}
