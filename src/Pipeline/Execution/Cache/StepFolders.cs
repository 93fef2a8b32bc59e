using System.Text;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Git;

namespace Pipeline.Execution.Cache;

/// <summary>
/// Where a step may leave files: its own folders under artifacts, and what its target declares within the service's
/// folder. An entry is not trusted to write anywhere else.
/// </summary>
/// <param name="artifacts">The folder of a run's artifacts.</param>
/// <param name="service">The service.</param>
/// <param name="outputs">What the target declares.</param>
internal sealed class StepFolders(AbsolutePath artifacts, Service service, ServiceOutputs outputs)
{
    // Files under these are not outputs of a step, or are gone when it has ended.
    private static readonly string[] NoOutputs =
    [
        "cache",
        "dotnet",
        "handover",
        "images",
        "local",
        "logs",
        "report",
        "scratch",
    ];

    // The coarsest resolution of file times.
    private static readonly TimeSpan CoarsestClock = TimeSpan.FromSeconds(2);

    // Packages fetched for a service, which are pinned, or else the step has no key; and what runs write themselves.
    private static readonly string[] Dependencies = [".nuke", ".venv", "artifacts", "node_modules", "vendor"];

    /// <summary>The folder of a root.</summary>
    public AbsolutePath this[CacheRoot root] => root == CacheRoot.Artifacts ? artifacts : service.Directory;

    /// <summary>True where a step may leave the file; the path is relative, as in an entry.</summary>
    public bool Allow(CacheRoot root, string path)
    {
        var parts = path.Split('/');
        return parts.Length > 1
            && parts.All(IsName)
            && root switch
            {
                CacheRoot.Artifacts => parts.Length > 2 && parts[1] == service.Name && !NoOutputs.Contains(parts[0]),
                CacheRoot.Service => outputs.Folders.Any(folder =>
                    path.StartsWith(folder + "/", StringComparison.Ordinal)
                ),
                _ => false,
            };
    }

    /// <summary>True where the target declares the file as standing.</summary>
    public bool AllowStanding(string path) => outputs.Standing.Contains(path);

    /// <summary>True where no link lies between a root and its file.</summary>
    public bool IsReachedWithoutLinks(CacheRoot root, string path)
    {
        var folder = this[root].ToString();
        return path.Split('/')
            .SkipLast(1)
            .All(name => new DirectoryInfo(folder = Path.Combine(folder, name)).LinkTarget is null);
    }

    /// <summary>The existing files at or below the paths that a step asked for, relative to the root.</summary>
    /// <exception cref="StrayOutputException">There is a link among them.</exception>
    public IEnumerable<string> Written(IEnumerable<AbsolutePath> asked) =>
        asked
            .SelectMany(path => FilesAt(path))
            .Select(file => SlashedPath.Between(artifacts, file))
            .Where(file => Allow(CacheRoot.Artifacts, file))
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>
    /// The files that Git ignores in the folders that the target declares, relative to the service's folder.
    /// </summary>
    /// <param name="started">When the step began.</param>
    /// <param name="cancellation">Cancels the process.</param>
    /// <exception cref="StrayOutputException">
    /// The step left something elsewhere that a replay would not restore.
    /// </exception>
    public async Task<ImmutableArray<string>> Left(DateTimeOffset started, CancellationToken cancellation)
    {
        if (outputs.IsNone)
            return [];

        // Git lists a wholly ignored folder as one line.
        var listed = await GitCommand.Run(
            service.Directory,
            ["ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z", "--", "."],
            cancellation
        );
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (
            var path in listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(path => path.TrimEnd('/'))
        )
            if (outputs.Folders.Contains(path) || Allow(CacheRoot.Service, path))
                files.AddRange(
                    FilesAt(service.Directory / path).Select(file => SlashedPath.Between(service.Directory, file))
                );
            else if (!IsCache(path) && WasWritten(service.Directory / path, started))
                throw new StrayOutputException(
                    $"it left {service.Path}/{path}, and only declares {string.Join(", ", outputs.Folders)}"
                );
        return files.ToImmutable();
    }

    /// <summary>True where Git ignores all of these files of the service, so none is a source.</summary>
    public async Task<bool> AreIgnored(IReadOnlyCollection<string> files, CancellationToken cancellation)
    {
        if (files.Count == 0)
            return true;
        try
        {
            var ignored = await GitCommand.Pipe(
                service.Directory,
                ["check-ignore", "--stdin", "-z"],
                string.Concat(files.Select(file => $"./{file}\0")),
                cancellation
            );
            return Encoding.UTF8.GetString(ignored).Count(letter => letter == '\0') == files.Count;
        }
        catch (GitException)
        {
            // It exits with 1 where it ignores none of them.
            return false;
        }
    }

    // The target of a link is not the step's, and leaving the link out would make the replay incomplete.
    private static IEnumerable<string> FilesAt(string path) =>
        new FileInfo(path).LinkTarget is not null ? throw new StrayOutputException($"{path} is a link")
        : File.Exists(path) ? [path]
        : Directory.Exists(path) ? Directory.EnumerateFileSystemEntries(path).SelectMany(FilesAt)
        : [];

    private static bool IsCache(string path) =>
        path.Split('/')
            .Any(name => Dependencies.Contains(name) || name.Contains("cache", StringComparison.OrdinalIgnoreCase));

    private static bool WasWritten(string path, DateTimeOffset started) =>
        File.GetLastWriteTimeUtc(path) >= started.UtcDateTime - CoarsestClock;

    private static bool IsName(string part) =>
        part is not ("" or "." or "..")
        && part.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
        && !part.Contains('\\', StringComparison.Ordinal);
}

/// <summary>A step left a file outside its outputs; the message says where.</summary>
internal sealed class StrayOutputException(string message) : Exception(message);
