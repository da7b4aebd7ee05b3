using Autoscale.Testing.Vertical;

namespace Autoscale.Benchmarks.Vertical;

/// <summary>Prints what recorded workloads ask for in vain, and what they lack, by hand, by VPA's settings and by ours; virtual time.</summary>
internal static class ReplayTable
{
    public static int Run()
    {
        foreach (var scene in ReplayScene.All)
        {
            Console.WriteLine(scene.Table(scene.RunAll()));
        }

        return 0;
    }
}
