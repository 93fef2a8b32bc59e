using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Tools;

namespace Pipeline.Quality.Languages.Java;

/// <summary>
/// Java, and the other languages of its virtual machine: Maven or Gradle, by their wrappers where there.
/// </summary>
internal sealed class JavaLanguage : ILanguage
{
    public Language Language { get; } =
        new("java") { Product = "Java", Markers = [MavenProject.FileName, .. GradleBuild.Scripts] };

    public IToolchain Toolchain => new JavaToolchain();

    public VersionInstaller Installer =>
        new ByAction("actions/setup-java", "b6effb05e454b25005698d916606bdc6ffcbf961", "v5.7.0", "java-version")
        {
            Inputs = [new("distribution", "temurin")],
        };

    public IEnumerable<PackageFolder> PackagesOf(AbsolutePath sources) =>
        JavaBuild.Of(sources) is { } build ? [new(build.Ecosystem, build.Root)] : [];

    public ImmutableArray<Tool> ToolsFor(IReadOnlyCollection<Service> services) =>
        [
            new("java", "compiles and tests Java services")
            {
                Probes =
                [
                    ["javac", "--version"],
                ],
                Apt = ["default-jdk-headless"],
                Brew = ["openjdk"],
                Site = "https://adoptium.net",
                Needed = Latest(services),
            },
            .. services
                .Select(service => JavaBuild.Of(service.Directory))
                .Where(build => build is { Wrapper: null })
                .Select(build => build!.Installation)
                .DistinctBy(tool => tool.Name),
        ];

    private static (Version Version, string File)? Latest(IEnumerable<Service> services) =>
        services
            .Select(service => new { service.Path, Asked = JavaVersion.AskedBy(service.Directory) })
            .Where(found => found.Asked is not null)
            .MaxBy(found => found.Asked!.Version)
            is { Asked: { } latest } found
            ? (latest.Version, $"{found.Path}/{latest.File.Name}")
            : null;
}
