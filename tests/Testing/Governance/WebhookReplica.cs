using System.Net;

namespace Autoscale.Testing.Governance;

/// <summary>One process of the webhook, enforcing, that can be killed and started again at the same address.</summary>
public sealed class WebhookReplica : IDisposable
{
    private readonly string[] _arguments;
    private readonly Uri _readiness;
    private AutoscaleProcess _process;

    /// <summary>Starts it; API servers reach it through the port of a relay.</summary>
    public WebhookReplica(string kubeconfig, string @namespace, int relay)
    {
        var operations = FreePort.Take();
        _readiness = new Uri($"http://127.0.0.1:{operations}/readyz");
        _arguments =
        [
            "run", "--kubeconfig", kubeconfig, "--horizontal", "off", "--governance", "enforce", "--lease-namespace", @namespace,
            "--webhook-url", $"https://127.0.0.1:{relay}", "--webhook-listen", $"127.0.0.1:{Port}", "--listen", $"127.0.0.1:{operations}",
        ];
        _process = AutoscaleProcess.Start(_arguments);
    }

    /// <summary>Where it answers reviews.</summary>
    public int Port { get; } = FreePort.Take();

    /// <summary>Whether it said when it was last asked that it can answer reviews.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What it has written since it was last started.</summary>
    public string Output => _process.Output;

    /// <summary>Asks whether it can answer reviews.</summary>
    public async Task LookAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(_readiness);
            IsReady = response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            IsReady = false;
        }
        catch (OperationCanceledException)
        {
            // On a machine that is busy an answer may take long: one that misses is no sign that nobody is there.
            return;
        }
    }

    /// <summary>Kills it amid its work, and starts it again.</summary>
    public async Task RestartAsync()
    {
        IsReady = false;
        _process.Signal("KILL");
        await _process.ExitAsync(TimeSpan.FromMinutes(1));
        _process.Dispose();
        _process = AutoscaleProcess.Start(_arguments);
    }

    /// <inheritdoc />
    public void Dispose() => _process.Dispose();
}
