using Nuke.Common.IO;

namespace Nuke.Common.Execution;

/// <summary>
/// Keeps <c>.nuke/build.schema.json</c>, by which editors and NUKE's global tool know the build, up to date, as
/// long as the build's assembly lies below its project.
/// </summary>
internal sealed class UpdateSchema : BuildExtensionAttributeBase, IOnBuildCreated
{
    private const string FileName = "build.schema.json";

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (CI.BuildServerConfigurationGeneration.IsActive)
            return;

        var directory = Build.RootDirectory / RootFinder.NukeDirectory;
        var schema = directory / FileName;
        if (!IsOutdated(schema) || Build.BuildProjectFile is null)
            return;

        try
        {
            directory.CreateDirectory();
            Write(schema, SchemaUtility.GetJsonString(Build));
            var parameters = directory / "parameters.json";
            if (!parameters.FileExists())
                parameters.WriteAllText($"{{\n  \"$schema\": \"./{FileName}\"\n}}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The build itself does not need it, and a workspace may well be read-only.
            Host.Verbose($"The schema of the build could not be written: {exception.Message}");
        }
    }

    /// <summary>
    /// A build that is older than its schema cannot have changed since; making the schema anew would cost each start
    /// its time.
    /// </summary>
    private bool IsOutdated(AbsolutePath schema) =>
        !schema.FileExists()
        || File.GetLastWriteTimeUtc(schema) < File.GetLastWriteTimeUtc(Build.BuildAssemblyFile)
        || File.GetLastWriteTimeUtc(schema) < File.GetLastWriteTimeUtc(typeof(NukeBuild).Assembly.Location);

    private static void Write(AbsolutePath schema, string content)
    {
        if (schema.FileExists() && schema.ReadAllText() == content)
            File.SetLastWriteTimeUtc(schema, DateTime.UtcNow);
        else
            schema.WriteAllText(content);
    }
}
