using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Autoscale.Testing;
using Autoscale.Testing.Transcripts;

namespace Autoscale.LocalCluster.Tests.Transcripts;

/// <summary>Compares discovery and raw answers with those recorded in 06; a real cluster serves more groups, so what we list must be among what it lists.</summary>
public sealed partial class DiscoveryTranscriptTests : IAsyncLifetime, IDisposable
{
    private static readonly string Folder = Path.Combine(Vectors.TestsFolder(), "Transcripts");
    private static readonly IReadOnlyList<TranscriptStep> Steps = TranscriptStep.Read(Folder, "06-discovery.txt");

    private readonly LocalClusterHost _host = new(new LocalClusterOptions());
    private Terminal? _terminal;

    private Terminal Terminal => _terminal ?? throw new InvalidOperationException("not started");

    [KubectlTheory]
    [InlineData("kubectl api-resources")]
    [InlineData("kubectl api-resources -o wide")]
    [InlineData("kubectl api-versions")]
    public async Task List_Command_ShowsNothingThatARealClusterDoesNot(string command)
    {
        var recorded = Lines(Recorded(command).Output);

        var (output, code) = await Terminal.RunAsync(command);

        Assert.Equal(0, code);
        Assert.Empty(Lines(output).Except(recorded));
        Assert.Contains(Lines(output), line => line.Contains("autoscaling/v2", StringComparison.Ordinal));
    }

    [KubectlTheory]
    [InlineData("kubectl get --raw /apis", "groups")]
    [InlineData("kubectl get --raw /api/v1", "resources")]
    [InlineData("kubectl get --raw /apis/autoscaling/v2", "resources")]
    [InlineData("kubectl get --raw /apis/apps/v1", "resources")]
    public async Task List_RawDocument_HoldsNothingThatARealClusterDoesNot(string command, string list)
    {
        var recorded = JsonNode.Parse(Recorded(command).Output)!.AsObject();

        var (output, _) = await Terminal.RunAsync(command);

        var got = JsonNode.Parse(output)!.AsObject();
        Assert.Empty(Items(got, list).Except(Items(recorded, list)));
        got.Remove(list);
        recorded.Remove(list);
        Assert.Equal(recorded.ToJsonString(), got.ToJsonString());
    }

    [KubectlTheory]
    [InlineData("kubectl version")]
    [InlineData("curl -s -i https://127.0.0.1:26443/healthz")]
    [InlineData("curl -s -i https://127.0.0.1:26443/api")]
    [InlineData("curl -s -i https://127.0.0.1:26443/nope")]
    [InlineData("curl -s -i https://127.0.0.1:26443/api/v1/namespaces/demo/pods/nope")]
    [InlineData("curl -s -i -X POST -H 'Content-Type: text/plain' -d x https://127.0.0.1:26443/api/v1/namespaces/demo/configmaps")]
    [InlineData("curl -s -i -X POST -H 'Content-Type: application/json' -d '{bad' https://127.0.0.1:26443/api/v1/namespaces/demo/configmaps")]
    public async Task Ask_Raw_AnswersAsRecorded(string command)
    {
        var (output, code) = await Terminal.RunAsync(command);

        var recorded = Recorded(command);
        Assert.Equal(Answer(recorded.Output), Answer(output));
        Assert.Equal(recorded.ExitCode, code);
    }

    public async Task InitializeAsync()
    {
        await _host.StartAsync(CancellationToken.None);
        _terminal = new Terminal(_host, Path.Combine(Folder, "manifests"));
        await _terminal.RunAsync("kubectl create namespace demo");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _terminal?.Dispose();

    private static TranscriptStep Recorded(string command) => Steps.Single(step => step.Command == command);

    private static HashSet<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Spaces().Replace(line, " ").Trim())];

    // The hash stands for how a real cluster stores the kind.
    private static HashSet<string> Items(JsonObject document, string list) => [.. (document[list] as JsonArray ?? []).Select(item =>
    {
        item!.AsObject().Remove("storageVersionHash");
        return item.ToJsonString();
    })];

    // The headers that a client acts on, in any order, and the body.
    private static string Answer(string output)
    {
        var lines = Address().Replace(output.Replace("\r", "", StringComparison.Ordinal), "SERVER").Trim().Split('\n').ToList();
        var blank = lines.IndexOf("");
        var head = lines.Take(Math.Max(blank, 0)).Where(line => !ChangingHeader().IsMatch(line)).Order(StringComparer.Ordinal);

        // The warning that client and server differ in age was taken out of the recordings.
        var body = lines.Skip(blank).Where(line => !line.StartsWith("WARNING: version difference", StringComparison.Ordinal));
        return string.Join('\n', head.Concat(body));
    }

    [GeneratedRegex("^(audit-id|x-kubernetes-pf-[a-z-]+|date|content-length): ")]
    private static partial Regex ChangingHeader();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
