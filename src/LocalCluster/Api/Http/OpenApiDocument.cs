using System.Text.Json.Nodes;

namespace Autoscale.LocalCluster.Api.Http;

/// <summary>Writes the OpenAPI v3 document of one group version: as much as kubectl needs to validate on the server and to explain.</summary>
internal sealed class OpenApiDocument
{
    private readonly JsonObject _schemas = [];
    private readonly string _package;

    private OpenApiDocument(ResourceKind first)
    {
        var group = first.Group.Length == 0 ? "core" : first.Group.Split('.')[0];
        _package = first.Custom is null
            ? $"io.k8s.api.{group}.{first.Version}"
            : $"{string.Join('.', first.Group.Split('.').Reverse())}.{first.Version}";
    }

    /// <summary>The document of the kinds under a path such as apis/apps/v1.</summary>
    public static JsonObject Of(string path, IReadOnlyList<ResourceKind> kinds)
    {
        var document = new OpenApiDocument(kinds[0]);
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            document.AddPaths(paths, $"/{path}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}", kind);
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.2" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = document._schemas },
        };
    }

    private void AddPaths(JsonObject paths, string path, ResourceKind kind)
    {
        var name = $"{_package}.{kind.Kind}";
        if (kind.Custom is { } custom)
        {
            _schemas[name] = WriteCustom(kind, custom.Published);
        }
        else
        {
            Write(kind.Schema, name);
        }

        if (_schemas[name] is JsonObject root)
        {
            root["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(kind));
        }

        paths[path] = new JsonObject { ["get"] = Operation(kind, "list"), ["post"] = Operation(kind, "post", "dryRun", "fieldValidation") };
        paths[$"{path}/{{name}}"] = new JsonObject
        {
            ["get"] = Operation(kind, "get"),
            ["put"] = Operation(kind, "put", "dryRun", "fieldValidation"),
            ["patch"] = Patch(kind),
            ["delete"] = Operation(kind, "delete", "dryRun"),
        };
    }

    // A custom resource's own schema need not speak of what every object has.
    private JsonObject WriteCustom(ResourceKind kind, JsonObject published)
    {
        var schema = (JsonObject)published.DeepClone();
        schema["type"] = "object";
        if (schema["properties"] is not JsonObject properties)
        {
            properties = [];
            schema["properties"] = properties;
        }

        foreach (var (name, field) in kind.Schema.Properties)
        {
            properties[name] = Write(field);
        }

        return schema;
    }

    // Strategic merge is left out: kubectl then reckons patches with the built-in types that it knows better than we.
    private static JsonObject Patch(ResourceKind kind)
    {
        var operation = Operation(kind, "patch", "dryRun", "fieldValidation", "force");
        operation["requestBody"] = new JsonObject
        {
            ["content"] = new JsonObject { ["application/json-patch+json"] = new JsonObject(), ["application/merge-patch+json"] = new JsonObject() },
        };
        return operation;
    }

    private static JsonObject Operation(ResourceKind kind, string action, params string[] parameters) => new()
    {
        ["operationId"] = $"{action}{kind.Kind}",
        ["parameters"] = new JsonArray([.. parameters.Select(Parameter)]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = Gvk(kind),
    };

    private static JsonObject Parameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string", ["uniqueItems"] = true },
    };

    private static JsonObject Gvk(ResourceKind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    private JsonObject Write(FieldSchema schema, string? name = null)
    {
        var result = schema.Type switch
        {
            FieldType.Object when schema.Properties.Count > 0 => Reference(schema, name ?? $"{_package}.{schema.TypeName}"),
            FieldType.Object or FieldType.Any => new JsonObject { ["type"] = "object" },
            FieldType.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Write(schema.Items ?? new FieldSchema(FieldType.Any)) },
            FieldType.List => new JsonObject { ["type"] = "array", ["items"] = Write(schema.Items ?? new FieldSchema(FieldType.Any)) },
            _ => Scalar(schema.Type),
        };
        if (schema.Description is { } description)
        {
            result["description"] = description;
        }

        return result;
    }

    private JsonObject Reference(FieldSchema schema, string name)
    {
        if (!_schemas.ContainsKey(name))
        {
            var properties = new JsonObject();
            _schemas[name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
            foreach (var (member, field) in schema.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
            {
                properties[member] = Write(field);
            }
        }

        return new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/components/schemas/{name}" }) };
    }

    private static JsonObject Scalar(FieldType type) => type switch
    {
        FieldType.Int32 => Typed("integer", "int32"),
        FieldType.Int64 => Typed("integer", "int64"),
        FieldType.Number => Typed("number", "double"),
        FieldType.Boolean => Typed("boolean", null),
        FieldType.IntOrString => Typed("string", "int-or-string"),
        FieldType.Time or FieldType.MicroTime => Typed("string", "date-time"),
        FieldType.Bytes => Typed("string", "byte"),
        _ => Typed("string", null),
    };

    private static JsonObject Typed(string type, string? format)
    {
        var result = new JsonObject { ["type"] = type };
        if (format is not null)
        {
            result["format"] = format;
        }

        return result;
    }
}
