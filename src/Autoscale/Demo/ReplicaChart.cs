namespace Autoscale.Demo;

/// <summary>Draws a count over time as one line of block characters.</summary>
public static class ReplicaChart
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>One character a bucket of equal time, as high as the bucket's largest value against the largest of all; "" without samples.</summary>
    public static string Draw(IReadOnlyList<(TimeSpan At, int Value)> samples, int width)
    {
        if (samples.Count == 0)
        {
            return "";
        }

        var highest = Math.Max(1, samples.Max(sample => sample.Value));
        var end = samples[^1].At;
        var bars = new int[width];
        var next = 0;
        var last = samples[0].Value;
        for (var bucket = 0; bucket < width; bucket++)
        {
            var until = end * (bucket + 1) / width;
            var bar = last;
            for (; next < samples.Count && samples[next].At <= until; next++)
            {
                last = samples[next].Value;
                bar = Math.Max(bar, last);
            }

            bars[bucket] = bar;
        }

        return string.Concat(bars.Select(bar => Blocks[bar * (Blocks.Length - 1) / highest]));
    }
}
