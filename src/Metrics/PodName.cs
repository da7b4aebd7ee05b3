using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Autoscale.Metrics;

/// <summary>Namespace and name of a pod, with a hash that is cheap for the long names of pods.</summary>
internal readonly record struct PodName(string Namespace, string Name)
{
    /// <summary>Compares by content; the hash is seeded at start, so that nobody can choose names that collide.</summary>
    public static IEqualityComparer<PodName> Comparer { get; } = new ContentComparer();

    private sealed class ContentComparer : IEqualityComparer<PodName>
    {
        private const int Step = 2 * sizeof(ulong);

        private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;
        private readonly ulong _other = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

        public bool Equals(PodName x, PodName y) =>
            string.Equals(x.Name, y.Name, StringComparison.Ordinal) && string.Equals(x.Namespace, y.Namespace, StringComparison.Ordinal);

        public int GetHashCode(PodName obj)
        {
            var hash = Mix(Mix(_seed, obj.Name), obj.Namespace);
            return unchecked((int)(hash ^ (hash >> 32)));
        }

        /// <summary>Takes 16 bytes at a time; the last ones overlap those before, unless the length is a multiple.</summary>
        private ulong Mix(ulong hash, string text)
        {
            var bytes = MemoryMarshal.AsBytes(text.AsSpan());
            if (bytes.Length < Step)
            {
                Span<byte> padded = stackalloc byte[Step];
                bytes.CopyTo(padded);
                return Mix(hash ^ (ulong)bytes.Length, padded);
            }

            for (var at = 0; at + Step < bytes.Length; at += Step)
            {
                hash = Mix(hash, bytes[at..]);
            }

            return Mix(hash ^ (ulong)bytes.Length, bytes[^Step..]);
        }

        private ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
        {
            var high = Math.BigMul(
                MemoryMarshal.Read<ulong>(bytes) ^ _other, MemoryMarshal.Read<ulong>(bytes[sizeof(ulong)..]) ^ hash, out var low);
            return high ^ low;
        }
    }
}
