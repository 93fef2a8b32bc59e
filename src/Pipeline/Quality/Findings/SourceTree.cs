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
    private readonly string[] ignored;

    private SourceTree(StepContext step, string[] ignored)
    {
        this.step = step;
        this.ignored = ignored;
    }

    private Service Service => step.Service;

    /// <summary>Asks Git which files it ignores; outside of a work tree, none.</summary>
    public static async Task<SourceTree> Read(StepContext step)
    {
        var listed = await GitCommand.Try(
            step.Service.Directory,
            ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z", "--", "."],
            step.Cancellation
        );
        return new(
            step,
            listed.ExitCode == 0
                ?
                [
                    .. listed
                        .StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                        .Select(step.RepositoryPath),
                ]
                : []
        );
    }

    /// <summary>False for a generated or fetched file; a file in doubt is a source.</summary>
    /// <param name="file">Relative to the repository's root; null for a finding outside of files.</param>
    public bool Has(string? file) =>
        file is null
        || (
            !ignored.Any(path => file == path || file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal))
            && !WithinService(file).Split('/')[..^1].Any(folder => Generated.Contains(folder))
        );

    /// <summary>The service's files whose name ends in one of <paramref name="extensions"/>, as full paths, in order.</summary>
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
                    .Where(inner => !Generated.Contains(Path.GetFileName(inner)))
                    .SelectMany(Walk)
            );

    private string WithinService(string file)
    {
        var folder = step.RepositoryPath(Service.Directory) + "/";
        return file.StartsWith(folder, StringComparison.Ordinal) ? file[folder.Length..] : file;
    }
}
