using Pipeline.Adoption.Trees;

namespace Pipeline.Adoption.Services;

/// <summary>A build tool of a language that Pipeline does not know by itself, with its usual commands.</summary>
/// <param name="File">The file that says so, in the service's folder.</param>
/// <param name="Compile">What compiles.</param>
/// <param name="Test">What tests.</param>
internal sealed record BuildTool(string File, ImmutableArray<string> Compile, ImmutableArray<string> Test)
{
    /// <summary>The tool of a folder; null where there is none.</summary>
    public static BuildTool? In(RepositoryTree tree, string folder)
    {
        var files = tree.FilesIn(folder).ToHashSet();
        var (maven, gradle) = (
            files.Contains("mvnw") ? "./mvnw" : "mvn",
            files.Contains("gradlew") ? "./gradlew" : "gradle"
        );
        return files.Contains("pom.xml")
                ? new("pom.xml", [maven, "--batch-mode", "compile"], [maven, "--batch-mode", "test"])
            : files.FirstOrDefault(file => file is "build.gradle" or "build.gradle.kts") is { } script
                ? new(script, [gradle, "classes"], [gradle, "test"])
            : files.Contains("Cargo.toml") ? new("Cargo.toml", ["cargo", "build"], ["cargo", "test"])
            : null;
    }
}
