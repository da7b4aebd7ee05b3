using System.Diagnostics;

namespace Autoscale.Testing;

/// <summary>Prometheus' own checker, promtool (from Debian's package prometheus).</summary>
public static class Promtool
{
    private static readonly string? Path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => System.IO.Path.Combine(folder, "promtool"))
        .FirstOrDefault(File.Exists);

    /// <summary>Why promtool cannot be run here; null when it can.</summary>
    public static string? WhyUnavailable => Path is null ? "promtool is not on the path: install Debian's package prometheus" : null;

    /// <summary>Runs <c>promtool check metrics</c> on an exposition: what it complains of, empty when it is content.</summary>
    public static async Task<string> CheckAsync(string exposition)
    {
        var start = new ProcessStartInfo(Path ?? "promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("promtool did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(exposition);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        var complaints = await output + await errors;
        return process.ExitCode == 0 ? complaints : $"exit code {process.ExitCode}: {complaints}";
    }
}
