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
        Lock = NodeLock.Of(folder);
    }

    /// <summary>
    /// True where the versions of a service's dependencies are pinned, or it has none. The sources of other packages of
    /// its workspace are those that the catalog says it depends on.
    /// </summary>
    public static bool PinsDependencies(Service service)
    {
        try
        {
            var package = Read(service.Directory, "package.json");
            return !package.HasDependencies
                || package.Lock is { } locked
                    && (
                        !locked.IsShared(service.Directory)
                        || !service.SharedPaths.IsEmpty
                        || !service.DependsOn.IsEmpty
                    );
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

    /// <summary>What pins the versions of its dependencies; null where nothing does.</summary>
    public NodeLock? Lock { get; }

    /// <summary>The package manager that runs its scripts.</summary>
    public NodeManager Manager => Lock?.Manager ?? NodeManager.Npm;

    /// <summary>
    /// A script's command line; null without a script of that name, and for the one by which <c>npm init</c> says that
    /// there is no test.
    /// </summary>
    public string? Script(string name) =>
        json.TryGetProperty("scripts", out var scripts)
        && scripts.ValueKind == JsonValueKind.Object
        && scripts.TryGetProperty(name, out var script)
        && script.GetString() is { } line
        && !line.Contains("Error: no test specified", StringComparison.Ordinal)
            ? line
            : null;

    /// <summary>A program of a dependency; null where it is not installed.</summary>
    public string? Program(string name) =>
        Modules.Select(modules => $"{modules / ".bin" / name}").FirstOrDefault(File.Exists);

    /// <summary>True where a dependency is installed.</summary>
    public bool Has(string dependency) => Modules.Any(modules => Directory.Exists(modules / dependency));

    private IEnumerable<AbsolutePath> Modules =>
        new[] { folder, Lock?.Folder ?? folder }.Distinct().Select(each => each / "node_modules");
}
