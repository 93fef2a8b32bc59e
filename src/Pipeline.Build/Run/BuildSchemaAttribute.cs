using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Pipeline.Build.Run;

/// <summary>
/// Keeps <c>.nuke/build.schema.json</c>, by which editors and NUKE's global tool know the build: NUKE does so only
/// where the assembly lies below its project, and the compiled build does not.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BuildSchemaAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        var file = Build.RootDirectory / ".nuke" / "build.schema.json";
        if (!IsReferredTo || IsNewerThanTheBuild(file) || Build.BuildProjectFile is not null)
            return;

        try
        {
            var schema = SchemaUtility.GetJsonString(Build);
            if (SaysTheSame(file, schema))
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            else
                file.WriteAllText(schema);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No build needs it, and a workspace may be read-only.
        }
    }

    // A repository that is only looked at gets no file.
    private bool IsReferredTo => (Build.RootDirectory / ".nuke" / "parameters.json").FileExists();

    // Compiling makes the folder anew, whichever of its assemblies has changed.
    private bool IsNewerThanTheBuild(AbsolutePath file) =>
        File.GetLastWriteTimeUtc(file) > Directory.GetLastWriteTimeUtc(Build.BuildAssemblyDirectory);

    // NUKE describes its own parameters in other words than its stand-in: a change of the package alone is none of the
    // build.
    private static bool SaysTheSame(AbsolutePath file, string schema)
    {
        if (!file.FileExists())
            return false;

        try
        {
            using var before = JsonDocument.Parse(file.ReadAllText());
            using var now = JsonDocument.Parse(schema);
            return JsonElement.DeepEquals(Targets(before), Targets(now))
                && JsonElement.DeepEquals(Parameters(before), Parameters(now));
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonElement Targets(JsonDocument schema) =>
        schema.RootElement.GetProperty("definitions").GetProperty(nameof(ExecutableTarget));

    private static JsonElement Parameters(JsonDocument schema) => schema.RootElement.GetProperty("allOf")[0];
}
