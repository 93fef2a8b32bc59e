using System.Reflection;
using NuGet.Versioning;
using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption;

/// <summary>
/// What starts Pipeline in a repository: the scripts of Pipeline's own repository, and the version that they start.
/// </summary>
/// <param name="tree">The repository.</param>
/// <param name="version">The version, where the repository has none yet.</param>
/// <param name="inCSharp">True for a build of its own, which can have further targets; false for the tool.</param>
internal sealed class Bootstrap(RepositoryTree tree, NuGetVersion version, bool inCSharp)
{
    private const string Shell = "build.sh";
    private const string Mark = "# Starts Pipeline: ";
    private const string NukeFolder = ".nuke";
    private const string Program = "build/Build.cs";

    private static readonly ImmutableArray<string> Scripts = [Shell, "build.ps1", "build.cmd"];

    /// <summary>The version of Pipeline that runs now.</summary>
    public static NuGetVersion Running { get; } =
        NuGetVersion.Parse(
            typeof(Bootstrap)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion.Split('+')[0]
        );

    private bool InCSharp => inCSharp || tree.HasFile(VersionPin.Library.File);

    /// <summary>The files, as they are to be.</summary>
    public IEnumerable<PlannedFile> Files =>
        [
            .. Scripts
                .Where(script => !tree.HasFile(script) || IsOurs(script))
                .Select(script => new PlannedFile(script, Resource(script), IsProgram: script == Shell)),
            .. InCSharp ? Project : Manifest,
            .. tree.HasFolder(NukeFolder) ? [] : new[] { ParametersFile },
            WithLines(".gitattributes", $"/{Shell} text eol=lf"),
            WithLines(".gitignore", "/artifacts/", $"/{NukeFolder}/temp/", $"/{NukeFolder}/build.schema.json"),
        ];

    /// <summary>What a person has to see to.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            foreach (var script in Scripts.Where(script => tree.HasFile(script) && !IsOurs(script)))
                yield return $"{script} is there already and stays: the workflows call {Shell}, so it has to start Pipeline";
            if (InCSharp && tree.Text(VersionPin.Library.File) is { } project && VersionPin.Library.In(project) is null)
                yield return $"{VersionPin.Library.File} is there already and stays: it has to reference Pipeline.Build {version}";
            if (version.Release == "standin")
                yield return $"Pipeline {version} is in no feed but the one that \"Pack --stand-ins\" makes: nuget.config has to name that, here and wherever {Shell} runs";
        }
    }

    private static PlannedFile ParametersFile =>
        new($"{NukeFolder}/parameters.json", "{ \"$schema\": \"build.schema.json\" }\n");

    private IEnumerable<PlannedFile> Manifest =>
        VersionPin.Tool.In(tree.Text(VersionPin.Tool.File)) is null
            ? [new(VersionPin.Tool.File, ToolManifest.With(tree.Text(VersionPin.Tool.File), version))]
            : [];

    private IEnumerable<PlannedFile> Project =>
        tree.HasFile(VersionPin.Library.File)
            ? []
            :
            [
                new(VersionPin.Library.File, VersionPin.Library.Set(Resource("Build.csproj"), version)),
                new(Program, Resource("Build.cs")),
            ];

    // A later version brings later scripts.
    private bool IsOurs(string script) =>
        tree.Text(script) is { } text
        && (
            text.Split('\n').Take(2).Any(line => line.StartsWith(Mark, StringComparison.Ordinal))
            || text == Resource(script)
        );

    private PlannedFile WithLines(string file, params string[] lines)
    {
        var text = tree.Text(file) ?? "";
        var end = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var missing = lines.Except(text.Split('\n').Select(line => line.Trim())).ToArray();
        return new(
            file,
            missing.Length == 0
                ? text
                : $"{text}{(text.Length == 0 || text.EndsWith('\n') ? "" : end)}{string.Join(end, missing)}{end}"
        );
    }

    private static string Resource(string name)
    {
        using var stream = typeof(Bootstrap).Assembly.GetManifestResourceStream($"bootstrap/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
