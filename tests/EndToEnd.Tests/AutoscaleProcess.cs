using System.Collections.Concurrent;
using System.Diagnostics;
using Autoscale.Testing;

namespace Autoscale.EndToEnd.Tests;

/// <summary>The program as a user runs it: its output line by line, signals, and its exit code.</summary>
internal sealed class AutoscaleProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private AutoscaleProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    public static AutoscaleProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "autoscale.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new AutoscaleProcess(start);
    }

    /// <summary>Waits until a line holds the text; throws at once, with all output, when the program ends without it.</summary>
    public async Task SaysAsync(string text, TimeSpan? limit = null)
    {
        try
        {
            await Eventually.TrueAsync(() => Task.FromResult(Has(text) || _process.HasExited), $"\"{text}\"", limit);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} in:\n{Output}");
        }

        // Its last lines may come after its end.
        if (!Has(text))
        {
            await ExitAsync(TimeSpan.FromSeconds(10));
        }

        Assert.True(Has(text), $"ended without \"{text}\":\n{Output}");
    }

    /// <summary>Gives the program its whole standard input; one that has ended needs none.</summary>
    public async Task TypeAsync(string text)
    {
        try
        {
            await _process.StandardInput.WriteAsync(text);
            _process.StandardInput.Close();
        }
        catch (IOException) when (_process.HasExited)
        {
            return;
        }
    }

    /// <summary>Sends a signal: INT, TERM or KILL.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, once the process ended and its output is complete; the process is killed when it does not end.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"still running after {limit.TotalSeconds:0} s:\n{Output}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private bool Has(string text) => _lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
