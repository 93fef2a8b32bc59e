using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Execution;

namespace Pipeline.Quality.Languages;

/// <summary>What a service's <c>package.json</c> says.</summary>
internal sealed class NodePackage
{
    private readonly AbsolutePath folder;
    private readonly JsonElement json;

    private NodePackage(AbsolutePath folder, JsonElement json)
    {
        this.folder = folder;
        this.json = json;
    }

    /// <summary>Reads it; a service without one has no scripts and no dependencies.</summary>
    /// <exception cref="StepFailedException">It is no JSON object.</exception>
    public static NodePackage Read(StepContext step)
    {
        var file = step.Service.Directory / "package.json";
        try
        {
            using var document = JsonDocument.Parse(File.Exists(file) ? File.ReadAllText(file) : "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(step.Service.Directory, document.RootElement.Clone())
                : throw new StepFailedException($"{step.RepositoryPath(file)} is no JSON object");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"{step.RepositoryPath(file)} is not valid JSON: {broken.Message}");
        }
    }

    /// <summary>True where there is anything to install.</summary>
    public bool HasDependencies =>
        new[] { "dependencies", "devDependencies", "optionalDependencies" }.Any(kind =>
            json.TryGetProperty(kind, out var group)
            && group.ValueKind == JsonValueKind.Object
            && group.EnumerateObject().Any()
        );

    /// <summary>True where the versions of all dependencies are pinned.</summary>
    public bool IsLocked =>
        new[] { "package-lock.json", "npm-shrinkwrap.json" }.Any(name => File.Exists(folder / name));

    /// <summary>A script's command line; null where there is none of this name.</summary>
    public string? Script(string name) =>
        json.TryGetProperty("scripts", out var scripts)
        && scripts.ValueKind == JsonValueKind.Object
        && scripts.TryGetProperty(name, out var script)
            ? script.GetString()
            : null;

    /// <summary>A program of a dependency; null where it is not installed.</summary>
    public string? Program(string name)
    {
        string program = folder / "node_modules" / ".bin" / name;
        return File.Exists(program) ? program : null;
    }
}
