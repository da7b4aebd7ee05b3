using System.Runtime.InteropServices;

namespace Autoscale.Metrics;

/// <summary>Namespace and name of a pod, with a hash that is cheap for the long names of pods.</summary>
internal readonly record struct PodName(string Namespace, string Name)
{
    /// <summary>Compares by content; the hash is seeded at start, so that nobody can choose names that collide.</summary>
    public static IEqualityComparer<PodName> Comparer { get; } = new ContentComparer();

    private sealed class ContentComparer : IEqualityComparer<PodName>
    {
        private readonly ulong _seed = BitConverter.ToUInt64(Guid.NewGuid().ToByteArray()) | 1;

        public bool Equals(PodName x, PodName y) =>
            string.Equals(x.Name, y.Name, StringComparison.Ordinal) && string.Equals(x.Namespace, y.Namespace, StringComparison.Ordinal);

        public int GetHashCode(PodName obj)
        {
            var hash = Mix(Mix(_seed, obj.Namespace), obj.Name);
            return unchecked((int)(hash ^ (hash >> 32)));
        }

        private static ulong Mix(ulong hash, string text)
        {
            var bytes = MemoryMarshal.AsBytes(text.AsSpan());
            while (bytes.Length >= sizeof(ulong))
            {
                hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
                bytes = bytes[sizeof(ulong)..];
            }

            for (var i = 0; i < bytes.Length; i += sizeof(char))
            {
                hash = Mix(hash, bytes[i]);
            }

            return hash;
        }

        private static ulong Mix(ulong hash, ulong word)
        {
            var high = Math.BigMul(hash ^ word, 0x9E3779B97F4A7C15UL, out var low);
            return high ^ low;
        }
    }
}
