using System.Globalization;
using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;

namespace Pipeline.Quality.Languages.Java;

/// <summary>A version of Java, and the file that asks for it.</summary>
/// <param name="Version">The version, of which a service that asks for 21 states the first number alone.</param>
/// <param name="File">The file.</param>
internal sealed record StatedVersion(Version Version, AbsolutePath File);

/// <summary>The version of Java that a service asks for.</summary>
internal static partial class JavaVersion
{
    private static readonly string[] Properties =
    [
        "maven.compiler.release",
        "maven.compiler.source",
        "maven.compiler.target",
        "java.version",
    ];

    /// <summary>The version that a service's build asks for; null where it asks for none.</summary>
    public static StatedVersion? AskedBy(AbsolutePath folder) =>
        new[] { folder, JavaBuild.Of(folder)?.Root ?? folder }
            .Distinct()
            .SelectMany(Statements)
            .Select(stated => Read(stated.Value) is { } version ? new StatedVersion(version, stated.File) : null)
            .FirstOrDefault(stated => stated is not null);

    /// <summary>
    /// Where a service asks for a later Java than is installed, a sentence that says so; null otherwise.
    /// </summary>
    public static async Task<string?> Lacking(StepContext step)
    {
        if (AskedBy(step.Service.Directory) is not { } asked)
            return null;

        var outcome = await step.Run(new("java", "--version") { Directory = step.Service.Directory });
        return Read(outcome.Output) is { } installed && asked.Version.Major > installed.Major
            ? $"{step.RepositoryPath(asked.File)} asks for Java {asked.Version.Major}, and {installed} is installed: see adoptium.net"
            : null;
    }

    private static IEnumerable<(string Value, AbsolutePath File)> Statements(AbsolutePath folder) =>
        [
            .. Line(folder / ".java-version", AnyLine()),
            .. Line(folder / ".sdkmanrc", SdkmanLine()),
            .. Properties
                .Select(name => MavenProject.In(folder).FirstOrDefault()?.Property(name))
                .OfType<string>()
                .Select(value => (value, folder / MavenProject.FileName)),
            .. GradleBuild.Scripts.SelectMany(script => Line(folder / script, GradleLine())),
        ];

    private static IEnumerable<(string Value, AbsolutePath File)> Line(AbsolutePath file, Regex form) =>
        File.Exists(file) && form.Match(File.ReadAllText(file)) is { Success: true } line
            ? [(line.Groups["version"].Value, file)]
            : [];

    // Java 8 is called 1.8 too.
    private static Version? Read(string text) =>
        Number().Match(text.Replace('_', '.')) is not { Success: true } number ? null
        : Version.TryParse(number.Value, out var version)
            ? version is { Major: 1, Minor: > 4 } ? new(version.Minor, 0)
                : version
        : int.TryParse(number.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new(major, 0)
        : null;

    [GeneratedRegex(@"\d+(\.\d+){0,3}")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?<version>[^#\s].*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex AnyLine();

    [GeneratedRegex(@"^java=(?<version>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SdkmanLine();

    [GeneratedRegex(
        @"(JavaLanguageVersion\.of\(|jvmToolchain\(|JavaVersion\.VERSION_|(source|target)Compatibility\s*=\s*[""']?)(?<version>\d[\d._]*)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex GradleLine();
}
