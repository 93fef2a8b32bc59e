using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Java;

/// <summary>Gradle, which builds a project of a larger build together with the projects that it needs.</summary>
internal static partial class GradleBuild
{
    /// <summary>The files that a project is described in.</summary>
    public static readonly string[] Scripts = ["build.gradle", "build.gradle.kts"];

    private static readonly string[] Settings = ["settings.gradle", "settings.gradle.kts"];

    private static readonly Tool Gradle = new("gradle", "builds Java services with a build.gradle")
    {
        Probes =
        [
            ["gradle", "--version"],
        ],
        Brew = ["gradle"],
        Site = "https://gradle.org",
    };

    /// <summary>The build of a folder with a script.</summary>
    public static JavaBuild Of(AbsolutePath folder)
    {
        var root = ParentFolders.From(folder).FirstOrDefault(HasSettings) ?? folder;
        AbsolutePath[] places = [.. BuildFolders.Below(root)];
        var scripts = string.Join(
            '\n',
            Descriptions(root).Concat(Descriptions(folder)).Distinct().Select(File.ReadAllText)
        );
        // Another's daemon would keep the sandbox of another step.
        ImmutableArray<string> always = ["--no-daemon", "--console=plain"];
        return new()
        {
            Root = root,
            Folder = folder,
            Program = "gradle",
            Wrapper = BuildFolders.Find(root, OperatingSystem.IsWindows() ? "gradlew.bat" : "gradlew"),
            Compile = [.. always, "assemble", "testClasses"],
            Test =
            [
                .. always,
                "--continue",
                "test",
                .. scripts.Contains("jacoco", StringComparison.Ordinal) ? ["jacocoTestReport"] : Array.Empty<string>(),
            ],
            Lint = Rules().IsMatch(scripts) ? [.. always, "--continue", "check", "--exclude-task", "test"] : [],
            Outputs =
            [
                .. places
                    .Where(place => HasSettings(place) || BuildFolders.Find(place, Scripts) is not null)
                    .SelectMany(place => new[] { place / "build", place / ".gradle", place / ".kotlin" }),
            ],
            TestReports = "test-results",
            IsPinned =
                BuildFolders.Find(folder, "gradle.lockfile") is not null
                || !places.SelectMany(Descriptions).Any(file => Moving().IsMatch(File.ReadAllText(file))),
            Unmeasured =
                "the build measures nothing without the plugin jacoco, and its jacocoTestReport with reports.xml.required",
            Unruled = "no linter is set up: apply the plugin checkstyle, pmd, Spotless, SpotBugs, detekt or ktlint",
            Ecosystem = "gradle",
            Installation = Gradle,
        };
    }

    private static bool HasSettings(AbsolutePath folder) => BuildFolders.Find(folder, Settings) is not null;

    // What a project is told of: its scripts, a catalog of versions, and plugins of the build itself.
    private static IEnumerable<string> Descriptions(AbsolutePath folder) =>
        new[] { folder, folder / "gradle", folder / "buildSrc" }
            .Where(place => place.DirectoryExists())
            .SelectMany(place => Directory.EnumerateFiles(place))
            .Where(file =>
                file.EndsWith(".gradle", StringComparison.Ordinal)
                || file.EndsWith(".gradle.kts", StringComparison.Ordinal)
                || file.EndsWith(".versions.toml", StringComparison.Ordinal)
            );

    [GeneratedRegex("checkstyle|pmd|spotless|spotbugs|detekt|ktlint", RegexOptions.IgnoreCase)]
    private static partial Regex Rules();

    [GeneratedRegex("""[:"'](\d[\w.]*\.)?\+["']|latest\.(release|integration)|-SNAPSHOT["']|[:"'][\[(]\d""")]
    private static partial Regex Moving();
}
