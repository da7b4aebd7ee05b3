using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>CPU and memory by name, either of which may be missing: forty bytes where a table would take three hundred.</summary>
internal sealed class RecommendedAmounts : IReadOnlyDictionary<string, Quantity>
{
    private readonly long _cpu;
    private readonly long _memory;
    private readonly WrittenAmounts? _written;

    private RecommendedAmounts(in DraftAmount cpu, in DraftAmount memory)
    {
        (_cpu, _memory) = (cpu.Units, memory.Units);
        _written = !cpu.IsWritten && !memory.IsWritten ? null : new(cpu.Written, memory.Written);
    }

    public int Count => (HasCpu ? 1 : 0) + (HasMemory ? 1 : 0);

    public IEnumerable<string> Keys => this.Select(amount => amount.Key);

    public IEnumerable<Quantity> Values => this.Select(amount => amount.Value);

    private bool HasCpu => _cpu != DraftAmount.Absent;

    private bool HasMemory => _memory != DraftAmount.Absent;

    private Quantity Cpu => AmountFormat.CpuQuantity(new(_cpu, _written?.Cpu));

    private Quantity Memory => AmountFormat.MemoryQuantity(new(_memory, _written?.Memory));

    public Quantity this[string key] => TryGetValue(key, out var amount) ? amount : throw new KeyNotFoundException($"there is no amount of {key}");

    /// <summary>These amounts as an object: the one at hand where it says the same already.</summary>
    public static IReadOnlyDictionary<string, Quantity> Of(in DraftAmount cpu, in DraftAmount memory, IReadOnlyDictionary<string, Quantity>? atHand)
    {
        if (atHand is RecommendedAmounts known && known.Says(cpu, memory))
        {
            return known;
        }

        return new RecommendedAmounts(cpu, memory);
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Quantity value)
    {
        var has = key switch
        {
            Resources.Cpu => HasCpu,
            Resources.Memory => HasMemory,
            _ => false,
        };
        value = !has ? default : key == Resources.Cpu ? Cpu : Memory;
        return has;
    }

    public IEnumerator<KeyValuePair<string, Quantity>> GetEnumerator()
    {
        if (HasCpu)
        {
            yield return new(Resources.Cpu, Cpu);
        }

        if (HasMemory)
        {
            yield return new(Resources.Memory, Memory);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Says(in DraftAmount cpu, in DraftAmount memory)
    {
        if (_written is null && !cpu.IsWritten && !memory.IsWritten)
        {
            return _cpu == cpu.Units && _memory == memory.Units;
        }

        return HasCpu == (cpu.Units != DraftAmount.Absent) && Cpu == AmountFormat.CpuQuantity(cpu)
            && HasMemory == (memory.Units != DraftAmount.Absent) && Memory == AmountFormat.MemoryQuantity(memory);
    }
}
