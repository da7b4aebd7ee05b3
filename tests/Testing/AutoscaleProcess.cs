using System.Collections.Concurrent;
using System.Diagnostics;

namespace Autoscale.Testing;

/// <summary>The program as a user runs it: its output line by line, signals, and its exit code.</summary>
public sealed class AutoscaleProcess : IDisposable
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

    /// <summary>What it has written so far, of both outputs.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>What its threads have worked together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the program that lies beside the tests.</summary>
    public static AutoscaleProcess Start(params string[] arguments) => StartOther("dotnet", [Path.Combine(AppContext.BaseDirectory, "autoscale.dll"), .. arguments]);

    /// <summary>Starts any program, e.g. one that starts ours in some way of its own.</summary>
    public static AutoscaleProcess StartOther(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
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
            await ExitAsync(TimeSpan.FromMinutes(1));
        }

        if (!Has(text))
        {
            throw new InvalidOperationException($"ended without \"{text}\":\n{Output}");
        }
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

    /// <inheritdoc />
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
