using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Custom;

/// <summary>Which definitions are served, and by which kinds: made anew for those whose specification or accepted names changed, whose watches then end.</summary>
internal sealed class ServedDefinitions(KindRegistry registry)
{
    private readonly Dictionary<string, Served> _served = [];

    /// <summary>Serves these definitions, whose names are accepted, and no others; false when nothing changed.</summary>
    public bool Serve(IEnumerable<JsonObject> definitions)
    {
        var wanted = definitions.ToDictionary(definition => definition.Child("metadata").Text("uid"));
        var gone = _served.Where(one => !wanted.TryGetValue(one.Key, out var definition) || !one.Value.Shows(definition)).ToList();
        var fresh = wanted.Where(one => !_served.TryGetValue(one.Key, out var served) || !served.Shows(one.Value)).ToList();
        var dying = wanted.Where(one => _served.TryGetValue(one.Key, out var served) && served.Shows(one.Value) && served.Terminate(one.Value)).ToList();
        if (gone.Count == 0 && fresh.Count == 0 && dying.Count == 0)
        {
            return false;
        }

        gone.ForEach(one => _served.Remove(one.Key));
        fresh.ForEach(one => _served[one.Key] = new Served(one.Value));
        registry.ServeCustom(_served.Values.SelectMany(one => one.Kinds)
            .Where(kind => !registry.IsBuiltIn(kind))
            .OrderBy(kind => kind.Group, StringComparer.Ordinal)
            .ThenBy(kind => kind.Version, KubeVersion.Order)
            .ThenBy(kind => kind.Plural, StringComparer.Ordinal));
        gone.ForEach(one => one.Value.Dispose());
        return true;
    }

    private sealed class Served : IDisposable
    {
        private readonly CancellationTokenSource _withdrawn = new();
        private readonly JsonNode? _spec;
        private readonly JsonNode? _names;
        private bool _isTerminating;

        public Served(JsonObject definition)
        {
            _spec = definition["spec"]?.DeepClone();
            _names = definition.Child("status")?["acceptedNames"]?.DeepClone();
            _isTerminating = DefinitionStatus.IsTerminating(definition);
            Kinds = [.. CustomKinds.Of(definition, _withdrawn.Token)];
        }

        public IReadOnlyList<ResourceKind> Kinds { get; private set; }

        public bool Shows(JsonObject definition) =>
            JsonNode.DeepEquals(_spec, definition["spec"])
            && JsonNode.DeepEquals(_names, definition.Child("status")?["acceptedNames"]);

        // What is being deleted takes nothing new; its watches go on until it is gone.
        public bool Terminate(JsonObject definition)
        {
            if (_isTerminating == DefinitionStatus.IsTerminating(definition))
            {
                return false;
            }

            _isTerminating = true;
            Kinds = [.. CustomKinds.Of(definition, _withdrawn.Token)];
            return true;
        }

        // Whoever still watches is told that it ends.
        public void Dispose()
        {
            _withdrawn.Cancel();
            _withdrawn.Dispose();
        }
    }
}
