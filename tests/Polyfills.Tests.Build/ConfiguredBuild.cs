using Nuke.Common;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Polyfills.Tests.Builds;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class JobsAttribute : ChainedConfigurationAttributeBase
{
    public override string IdPostfix => "jobs";

    public override Type HostType => typeof(GitHubActions);

    public override AbsolutePath ConfigurationFile => Build.RootDirectory / "jobs.txt";

    public override IEnumerable<AbsolutePath> GeneratedFiles => [ConfigurationFile];

    public override IEnumerable<string> RelevantTargetNames => ["Ship"];

    public override CustomFileWriter CreateWriter(StreamWriter streamWriter) => new(streamWriter, 2, "#");

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        new Jobs([
            .. relevantTargets.Select(target => new Job(
                target.Name,
                [.. GetInvokedTargets(target, relevantTargets).Select(invoked => invoked.Name)],
                [.. GetTargetDependencies(target).Select(dependency => dependency.Name)],
                [.. target.ArtifactProducts]
            )),
        ]);
}

internal sealed class Jobs(Job[] jobs) : ConfigurationEntity
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine("jobs:");
        using (writer.Indent())
        {
            foreach (var job in jobs)
                job.Write(writer);
        }
    }
}

internal sealed class Job(string name, string[] runs, string[] needs, string[] leaves) : ConfigurationEntity
{
    public override void Write(CustomFileWriter writer)
    {
        writer.WriteLine($"{name}:");
        using (writer.Indent())
            writer.WriteLine(
                $"runs {string.Join(' ', runs)}; needs {string.Join(' ', needs)}; leaves {string.Join(' ', leaves)}"
            );
    }
}

[Jobs(AutoGenerate = false, NonEntryTargets = [nameof(Restore)])]
internal sealed class ConfiguredBuild : SpeakingBuild
{
    public static int Start() => Execute<ConfiguredBuild>(build => build.Ship);

    public Target Restore => _ => _.Executes(Saying("Restore"));

    public Target Compile => _ => _.DependsOn(Restore).Produces("bin/*.dll").Executes(Saying("Compile"));

    public Target Ship => _ => _.DependsOn(Compile).Consumes(Compile).Executes(Tell);

    public Target Aside => _ => _.Executes(Saying("Aside"));

    private void Tell()
    {
        var consumed = ExecutionPlan.Single(target => target.Name == nameof(Ship)).ArtifactDependencies;
        foreach (var producer in consumed)
            Say($"{producer.Key.Name} leaves {string.Join(' ', producer)}");
    }
}

[Jobs]
internal sealed class RefreshedBuild : SpeakingBuild
{
    public static int Start() => Execute<RefreshedBuild>(build => build.Ship);

    Target Ship => _ => _.Executes(() => Say($"the configuration is there: {File.Exists(RootDirectory / "jobs.txt")}"));
}
