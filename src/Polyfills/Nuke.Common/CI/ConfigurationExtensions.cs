using System.Diagnostics;
using Nuke.Common.Execution;

namespace Nuke.Common.CI;

/// <summary>Writes the configuration that the command line asks for.</summary>
internal sealed class GenerateConfiguration : BuildExtensionAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        if (BuildServerConfigurationGeneration.RequestedId is not { } id)
            return;

        var generators = BuildServerConfigurationGeneration.GeneratorsOf(Build);
        var generator = generators.FindAll(generator => generator.Id == id) switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException(
                $"There is no configuration '{id}', but {string.Join(", ", generators.Select(known => known.Id))}."
            ),
            _ => throw new InvalidOperationException(
                $"Several configurations are called '{id}': give them different names."
            ),
        };
        generator.Generate(executableTargets);
        ((NukeBuild)Build).HasEndedEarly = true;
    }
}

/// <summary>
/// Brings the configurations up to date in a local run, each as its own host sees the build: in a process of its own.
/// </summary>
internal sealed class RefreshConfigurations : BuildExtensionAttributeBase, IOnBuildCreated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        foreach (var generator in BuildServerConfigurationGeneration.GeneratorsOf(Build))
        {
            if (generator.AutoGenerate && Build.IsLocalBuild)
                Refresh(generator);
        }
    }

    private void Refresh(ConfigurationAttributeBase generator)
    {
        var before = ContentsOf(generator);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            WorkingDirectory = Build.RootDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(Build.BuildAssemblyFile);
        string[] arguments =
        [
            "--generate-configuration",
            generator.Id,
            "--host",
            generator.HostName,
            "--root",
            Build.RootDirectory,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"The configuration {generator.DisplayName} could not be written.\n{output}"
            );

        if (!before.SequenceEqual(ContentsOf(generator)))
            Host.Warning($"{generator.DisplayName} has changed: commit {string.Join(", ", generator.GeneratedFiles)}.");
    }

    private static string[] ContentsOf(ConfigurationAttributeBase generator)
    {
        var contents = new List<string>();
        foreach (var file in generator.GeneratedFiles)
        {
            Directory.CreateDirectory(Path.GetDirectoryName((string)file)!);
            contents.Add(File.Exists(file) ? File.ReadAllText(file) : "");
        }

        return [.. contents];
    }
}

/// <summary>Lets the configuration of this run's host hand on what later jobs need.</summary>
internal sealed class SerializeState : BuildExtensionAttributeBase, IOnBuildFinished
{
    public void OnBuildFinished() =>
        BuildServerConfigurationGeneration
            .GeneratorsOf(Build)
            .Find(generator => generator.HostType == Build.Host.GetType())
            ?.SerializeState();
}
