using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Node;

/// <summary>A service's <c>package.json</c>.</summary>
internal sealed class NodePackage
{
    private readonly AbsolutePath folder;
    private readonly JsonElement json;

    private NodePackage(AbsolutePath folder, JsonElement json)
    {
        this.folder = folder;
        this.json = json;
    }

    /// <summary>True where the versions of a service's dependencies are pinned, or it has none.</summary>
    public static bool PinsDependencies(Service service)
    {
        if (HasLock(service.Directory))
            return true;
        try
        {
            return !Read(service.Directory, "package.json").HasDependencies;
        }
        catch (StepFailedException)
        {
            // The step reports it.
            return false;
        }
    }

    /// <summary>Reads the file; without one, a service has no scripts and no dependencies.</summary>
    /// <exception cref="StepFailedException">The file is not a JSON object.</exception>
    public static NodePackage Read(StepContext step) =>
        Read(step.Service.Directory, step.RepositoryPath("package.json"));

    private static NodePackage Read(AbsolutePath folder, string name)
    {
        var file = folder / "package.json";
        try
        {
            using var document = JsonDocument.Parse(File.Exists(file) ? File.ReadAllText(file) : "{}");
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(folder, document.RootElement.Clone())
                : throw new StepFailedException($"{name} is not a JSON object");
        }
        catch (JsonException broken)
        {
            throw new StepFailedException($"{name} is not valid JSON: {broken.Message}");
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
    public bool IsLocked => HasLock(folder);

    /// <summary>A script's command line; null without a script of that name.</summary>
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

    private static bool HasLock(AbsolutePath folder) =>
        File.Exists(folder / "package-lock.json") || File.Exists(folder / "npm-shrinkwrap.json");
}
