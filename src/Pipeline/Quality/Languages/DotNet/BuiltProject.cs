using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Pipeline.Execution.Steps;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.DotNet;

/// <summary>A project, and what <c>Compile</c> made of it.</summary>
/// <param name="IsTest">True for a test project.</param>
/// <param name="Assembly">The assembly; null where the project was not built.</param>
internal sealed record BuiltProject(bool IsTest, string? Assembly)
{
    private sealed record Evaluation(Properties Properties);

    private sealed record Properties(
        string TargetPath,
        string TargetFrameworks,
        string IsTestProject,
        string IsTestingPlatformApplication
    );

    /// <summary>Asks MSBuild; null where it cannot tell.</summary>
    public static async Task<BuiltProject?> Read(StepContext step, string project)
    {
        if (await Evaluate(step, project) is not { } properties)
            return null;
        // The outer build of several frameworks has no output of its own.
        if (properties.TargetPath.Length == 0 && properties.TargetFrameworks.Split(';')[0] is { Length: > 0 } first)
            properties = await Evaluate(step, project, $"-property:TargetFramework={first}") ?? properties;
        return new(
            IsTrue(properties.IsTestProject) || IsTrue(properties.IsTestingPlatformApplication),
            File.Exists(properties.TargetPath) ? properties.TargetPath : null
        );
    }

    /// <summary>The lines with code; none where the project says <c>[assembly: ExcludeFromCodeCoverage]</c>.</summary>
    public IEnumerable<CodeLine> Lines()
    {
        if (Assembly is null)
            yield break;

        using var file = new PEReader(File.OpenRead(Assembly));
        if (
            IsExcluded(file.GetMetadataReader())
            || !file.TryOpenAssociatedPortablePdb(Assembly, OpenIfThere, out var symbols, out _)
        )
            yield break;

        using (symbols)
        {
            var reader = symbols!.GetMetadataReader();
            foreach (var method in reader.MethodDebugInformation)
            foreach (var point in reader.GetMethodDebugInformation(method).GetSequencePoints())
                if (!point.IsHidden)
                    for (var line = point.StartLine; line <= point.EndLine; line++)
                        yield return new(reader.GetString(reader.GetDocument(point.Document).Name), line);
        }
    }

    private static async Task<Properties?> Evaluate(StepContext step, string project, params string[] more)
    {
        var names = string.Join(',', typeof(Properties).GetProperties().Select(property => property.Name));
        var outcome = await step.Run(
            DotNetToolchain.DotNet(
                step,
                ["msbuild", project, $"-getProperty:{names}", "-property:Configuration=Release", .. more]
            )
        );
        return outcome.Succeeded
            ? ReportJson
                .Read<Evaluation>("dotnet msbuild", outcome.Output, said => said.Properties is not null)
                .Properties
            : null;
    }

    private static FileStream? OpenIfThere(string file) => File.Exists(file) ? File.OpenRead(file) : null;

    private static bool IsTrue(string value) => value.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsExcluded(MetadataReader reader) =>
        reader
            .GetAssemblyDefinition()
            .GetCustomAttributes()
            .Select(handle => reader.GetCustomAttribute(handle).Constructor)
            .Where(constructor => constructor.Kind == HandleKind.MemberReference)
            .Select(constructor => reader.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            .Where(type => type.Kind == HandleKind.TypeReference)
            .Any(type =>
                reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name)
                == nameof(System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverageAttribute)
            );
}
