using Nuke.Common.IO;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Java;

/// <summary>Maven, which builds a module of a larger build together with the modules that it needs.</summary>
internal static class MavenBuild
{
    private static readonly Tool Maven = new("mvn", "builds Java services with a pom.xml")
    {
        Probes =
        [
            ["mvn", "--version"],
        ],
        Apt = ["maven"],
        Brew = ["maven"],
        Site = "https://maven.apache.org",
    };

    /// <summary>The build of a folder with a project.</summary>
    public static JavaBuild Of(AbsolutePath folder)
    {
        var projects = ParentFolders
            .From(folder)
            .Skip(1)
            .Reverse()
            .Select(MavenProject.In)
            .Append(MavenProject.In(folder))
            .First(projects => projects.Any(project => project.Folder == folder));
        var root = projects[0].Folder;
        ImmutableArray<string> selected =
        [
            .. projects
                .Select(project => project.Folder)
                .Where(place => place == folder || folder.Contains(place))
                .Select(place => Path.GetRelativePath(root, place).Replace('\\', '/')),
        ];
        ImmutableArray<string> part = root == folder ? [] : ["--projects", string.Join(',', selected), "--also-make"];
        string[] artifacts = [.. projects.Select(project => project.Artifact).OfType<string>()];
        return new()
        {
            Root = root,
            Folder = root,
            Program = "mvn",
            Wrapper = BuildFolders.Find(root, OperatingSystem.IsWindows() ? "mvnw.cmd" : "mvnw"),
            Compile = ["--batch-mode", .. part, "package", "-DskipTests"],
            // Reports of coverage are bound to this phase, as a rule, and so are Failsafe's tests.
            Test = ["--batch-mode", "--fail-at-end", .. part, "verify"],
            Lint = projects.Any(project => project.HasRules)
                ? ["--batch-mode", "--fail-at-end", .. part, "verify", "-DskipTests"]
                : [],
            Outputs = [.. projects.Select(project => project.Folder / "target")],
            TestReports = "*-reports",
            IsPinned = projects.All(project => project.IsPinned(artifacts)),
            Unmeasured = "the build measures nothing without the goals prepare-agent and report of jacoco-maven-plugin",
            Unruled =
                "no linter is set up: bind the goal check of spotless-maven-plugin, maven-checkstyle-plugin, maven-pmd-plugin or spotbugs-maven-plugin in pom.xml",
            Ecosystem = "maven",
            Installation = Maven,
        };
    }
}
