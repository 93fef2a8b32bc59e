using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;

namespace Pipeline.Quality.Findings;

/// <summary>Tells a service's sources from generated and fetched files beside them.</summary>
internal sealed class SourceTree
{
    /// <summary>Folders that hold no sources, whether Git ignores them or not.</summary>
    public static readonly ImmutableArray<string> Generated =
    [
        ".git",
        ".nuke",
        ".venv",
        "__pycache__",
        "artifacts",
        "bin",
        "node_modules",
        "obj",
    ];

    private readonly StepContext step;
    private readonly ImmutableArray<string> leftOut;

    private SourceTree(StepContext step, ImmutableArray<string> leftOut)
    {
        this.step = step;
        this.leftOut = leftOut;
    }

    private Service Service => step.Service;

    /// <summary>
    /// Asks Git which files it ignores, outside of a work tree none, and leaves out services in folders below.
    /// </summary>
    public static async Task<SourceTree> Read(StepContext step)
    {
        var listed = await GitCommand.Try(
            step.Service.Directory,
            ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z", "--", "."],
            step.Cancellation
        );
        return new(
            step,
            [
                .. (listed.ExitCode == 0 ? listed.StandardOutput : "")
                    .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                    .Concat(OtherServices(step))
                    .Select(step.RepositoryPath),
            ]
        );
    }

    /// <summary>False for a generated or fetched file; a file in doubt is a source.</summary>
    /// <param name="file">Relative to the repository's root; null for a finding outside of files.</param>
    public bool Has(string? file) =>
        file is null
        || (
            !leftOut.Any(path => file == path || file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
            && !WithinService(file).Split('/')[..^1].Any(folder => Generated.Contains(folder))
        );

    /// <summary>
    /// The service's files whose name ends in one of <paramref name="extensions"/>, as full paths, in order.
    /// </summary>
    public IEnumerable<string> Files(params string[] extensions) =>
        Walk(Service.Directory)
            .Where(file => extensions.Any(extension => file.EndsWith(extension, StringComparison.Ordinal)))
            .Where(file => Has(step.RepositoryPath(file)))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(inner => !Generated.Contains(Path.GetFileName(inner)) && !IsVirtualEnvironment(inner))
                    .SelectMany(Walk)
            );

    // A virtual environment of Python may have any name.
    private static bool IsVirtualEnvironment(string folder) => File.Exists(Path.Combine(folder, "pyvenv.cfg"));

    // Services may lie in one another's folders; each answers for its own files.
    private static IEnumerable<string> OtherServices(StepContext step) =>
        step
            .Platform.Services.Select(service => $"{service.Directory}")
            .Where(folder => folder.StartsWith($"{step.Service.Directory}/", StringComparison.Ordinal));

    private string WithinService(string file)
    {
        var folder = step.RepositoryPath(Service.Directory) + "/";
        return file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : file;
    }
}
