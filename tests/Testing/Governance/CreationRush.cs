using System.Collections.Concurrent;
using System.Text;
using Autoscale.Kubernetes.Client;

namespace Autoscale.Testing.Governance;

/// <summary>Clients that create objects at once, and come back as controllers do when they are refused or nobody could be asked.</summary>
public sealed class CreationRush : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Nothing is tried again behind the back of who counts the answers.
    private readonly KubeClient _client;
    private readonly KubeRoute _route;
    private readonly Func<string, string> _json;
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _created;
    private int _refused;
    private int _unasked;

    /// <summary>Creates objects of a resource, whose JSON is made from their names.</summary>
    public CreationRush(KubeConfig config, KubeRoute route, Func<string, string> json)
    {
        _client = new(config, new() { RetryBudget = TimeSpan.Zero });
        (_route, _json) = (route, json);
    }

    /// <summary>Objects that were let in.</summary>
    public int Created => _created;

    /// <summary>Answers that a quota is exceeded.</summary>
    public int Refused => _refused;

    /// <summary>Answers that the webhook could not be called, since the one that was called had been killed.</summary>
    public int Unasked => _unasked;

    /// <summary>All other answers, which nobody should get.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Requests in all.</summary>
    public int Requests => _created + _refused + _unasked + _wrong.Count;

    /// <summary>Each client creates so many objects, one after the other; who is refused tries again while <paramref name="again"/> says so.</summary>
    public Task RunAsync(int clients, int each, string prefix, Func<bool> again) => Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        for (var number = 0; number < each; number++)
        {
            await InsistAsync($"{prefix}{client}-{number}", again);
        }
    }));

    /// <summary>Tries to create one object until it is let in, or refused for good; true when it was let in.</summary>
    public async Task<bool> InsistAsync(string name, Func<bool> again)
    {
        while (true)
        {
            var isLast = !again();
            switch (await TryAsync(name))
            {
                case Answer.Created:
                    return true;
                case Answer.Wrong:
                case Answer.Refused when isLast:
                    return false;
                default:
                    await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
                    break;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<Answer> TryAsync(string name)
    {
        try
        {
            await _client.CreateRawAsync(_route, Encoding.UTF8.GetBytes(_json(name)));
            Interlocked.Increment(ref _created);
            return Answer.Created;
        }
        catch (KubeError refusal) when (refusal.Code == 403 && refusal.Message.Contains("exceeded quota: ", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _refused);
            return Answer.Refused;
        }
        catch (KubeError failure) when (failure.Code == 500 && failure.Message.Contains("failed calling webhook ", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _unasked);
            return Answer.Unasked;
        }
        catch (Exception failure) when (failure is KubeError or HttpRequestException or OperationCanceledException)
        {
            _wrong.Enqueue(failure.Message);
            return Answer.Wrong;
        }
    }

    private enum Answer
    {
        Created,
        Refused,
        Unasked,
        Wrong,
    }
}
