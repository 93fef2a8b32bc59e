using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Go;

/// <summary>A Go module, or the part of one, in a service's folder.</summary>
/// <param name="Folder">The folder to run <c>go</c> in.</param>
/// <param name="Pattern">What names its packages, from any module: <c>example.test/auth/...</c>.</param>
internal sealed record GoModule(AbsolutePath Folder, string Pattern);

/// <summary>
/// The modules in a service's folder. <c>./...</c> ends at a folder with a <c>go.mod</c> of its own, so each is a run
/// by itself.
/// </summary>
/// <param name="All">Those to compile and test, the service's own first.</param>
/// <param name="LeftOut">
/// The folders of those that <c>go.work</c> leaves out, relative to the repository's root.
/// </param>
internal sealed partial record ServiceModules(ImmutableArray<GoModule> All, ImmutableArray<string> LeftOut)
{
    /// <summary>What to add to a step's result: the modules that did not run, and why.</summary>
    public string Note => LeftOut.IsEmpty ? "" : $"; not run, as go.work leaves it out: {string.Join(", ", LeftOut)}";

    /// <summary>Finds them.</summary>
    public static async Task<ServiceModules> Of(StepContext step)
    {
        var root = step.Service.Directory;
        AbsolutePath[] inner =
        [
            .. (await SourceTree.Read(step))
                .Files("go.mod")
                .Where(file => Path.GetFileName(file) == "go.mod")
                .Select(file => (AbsolutePath)Path.GetDirectoryName(file)!)
                .Where(folder => folder != root && !IsIgnoredByGo(Path.GetRelativePath(root, folder))),
        ];
        if (inner.Length == 0)
            return new([new(root, "./...")], []);

        var workspace = await Workspace(step);
        var used = inner.Where(folder => workspace is not { } modules || modules.Contains(folder)).ToArray();
        return new(
            [
                .. (HoldsModule(step) ? used.Prepend(root) : used).Select(folder => new GoModule(
                    folder,
                    PatternOf(folder)
                )),
            ],
            [.. inner.Except(used).Select(folder => step.RepositoryPath(folder))]
        );
    }

    /// <summary>The folders of the modules in a folder, whether <c>go.work</c> leaves them out or not.</summary>
    public static IEnumerable<AbsolutePath> Within(AbsolutePath sources) =>
        Directory
            .EnumerateFiles(sources, "go.mod", SearchOption.AllDirectories)
            .Select(file => ((AbsolutePath)file).Parent!)
            .Where(folder => folder == sources || !IsIgnoredByGo(Path.GetRelativePath(sources, folder)));

    // Null outside of a workspace.
    private static async Task<HashSet<AbsolutePath>?> Workspace(StepContext step)
    {
        var file = await step.Run(GoToolchain.Go(step.Service.Directory, "env", "GOWORK"));
        if (file.Output.Trim() is "" or "off")
            return null;
        var modules = await step.Run(GoToolchain.Go(step.Service.Directory, "list", "-m", "-f", "{{.Dir}}"));
        return modules.Succeeded
            ?
            [
                .. modules
                    .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => (AbsolutePath)line.Trim()),
            ]
            : null;
    }

    // The service's folder may also be a part of the module of a folder above, or hold nothing but modules.
    private static bool HoldsModule(StepContext step)
    {
        for (var folder = step.Service.Directory; folder is not null; folder = folder.Parent)
            if (File.Exists(folder / "go.mod"))
                return true;
            else if (folder == step.Source.Root)
                break;
        return false;
    }

    private static bool IsIgnoredByGo(string folder) =>
        folder.Split(Path.DirectorySeparatorChar).Any(part => part is "testdata" or "vendor" || part[0] is '.' or '_');

    private static string PatternOf(AbsolutePath folder) =>
        File.Exists(folder / "go.mod")
        && ModuleLine().Match(File.ReadAllText(folder / "go.mod")) is { Success: true } line
            ? $"{line.Groups["path"].Value}/..."
            : "./...";

    [GeneratedRegex("""^module\s+"?(?<path>[^\s"]+)"?""", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ModuleLine();
}
