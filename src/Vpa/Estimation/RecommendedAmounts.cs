using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Autoscale.Kubernetes;

namespace Autoscale.Vpa.Estimation;

/// <summary>CPU and memory by name, either of which may be missing: eighty bytes where a table would take three hundred.</summary>
internal sealed class RecommendedAmounts(Quantity? cpu, Quantity? memory) : IReadOnlyDictionary<string, Quantity>
{
    private readonly Quantity _cpu = cpu.GetValueOrDefault();
    private readonly Quantity _memory = memory.GetValueOrDefault();
    private readonly bool _hasCpu = cpu.HasValue;
    private readonly bool _hasMemory = memory.HasValue;

    public int Count => (_hasCpu ? 1 : 0) + (_hasMemory ? 1 : 0);

    public IEnumerable<string> Keys => this.Select(amount => amount.Key);

    public IEnumerable<Quantity> Values => this.Select(amount => amount.Value);

    public Quantity this[string key] => TryGetValue(key, out var amount) ? amount : throw new KeyNotFoundException($"there is no amount of {key}");

    /// <summary>These amounts as an object: the one at hand where it says the same already.</summary>
    public static IReadOnlyDictionary<string, Quantity> Of(Quantity? cpu, Quantity? memory, IReadOnlyDictionary<string, Quantity>? atHand) =>
        atHand is RecommendedAmounts amounts && amounts.Says(cpu, memory) ? amounts : new RecommendedAmounts(cpu, memory);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Quantity value)
    {
        (value, var has) = key switch
        {
            Resources.Cpu => (_cpu, _hasCpu),
            Resources.Memory => (_memory, _hasMemory),
            _ => (default, false),
        };
        return has;
    }

    public IEnumerator<KeyValuePair<string, Quantity>> GetEnumerator()
    {
        if (_hasCpu)
        {
            yield return new(Resources.Cpu, _cpu);
        }

        if (_hasMemory)
        {
            yield return new(Resources.Memory, _memory);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool Says(Quantity? cpu, Quantity? memory) =>
        _hasCpu == cpu.HasValue && _hasMemory == memory.HasValue
        && _cpu == cpu.GetValueOrDefault() && _memory == memory.GetValueOrDefault();
}
