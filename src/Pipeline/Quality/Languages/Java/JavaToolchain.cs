using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Java;

/// <summary>Maven or Gradle, which compile, test and check what the build states.</summary>
internal sealed class JavaToolchain : IToolchain
{
    /// <summary>The endings of sources.</summary>
    public static readonly string[] Sources = [".java", ".kt", ".groovy", ".scala"];

    private static readonly ToolProbe Java = new("java", "--version")
    {
        Variables =
        [
            "JAVA_HOME",
            "JAVA_OPTS",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "MAVEN_ARGS",
            "MAVEN_OPTS",
            "GRADLE_OPTS",
            .. LocaleVariables.Names,
        ],
    };

    // Of a larger build, the sources of other parts are those that the catalog says the service depends on.
    public IEnumerable<ToolProbe>? Probes(Service service) =>
        JavaBuild.Of(service.Directory) is not { } build ? [Java]
        : build.IsPinned
        && (!build.IsPartOf(service.Directory) || !service.SharedPaths.IsEmpty || !service.DependsOn.IsEmpty)
            ? build.Wrapper is null ? [Java, new(build.Program, "--version")]
                : [Java]
        : null;

    public ServiceOutputs Outputs(Service service) =>
        new(
            [
                .. (JavaBuild.Of(service.Directory)?.Outputs ?? [])
                    .Where(folder => service.Directory.Contains(folder))
                    .Select(folder => Path.GetRelativePath(service.Directory, folder).Replace('\\', '/')),
            ],
            []
        );

    public Task<StepResult> Compile(StepContext step) =>
        Run(
            step,
            build => build.Compile,
            async (build, outcome) =>
                !outcome.Succeeded ? await Rejected(step, build, outcome, [])
                : (await SourceTree.Read(step)).Files(Sources).Any()
                    ? StepResult.PassedWith($"{Name(build, build.Compile)} passed")
                : StepResult.Failed($"{step.Service.Path} holds no source in Java: nothing was compiled")
        );

    public Task<StepResult> Test(StepContext step) =>
        Run(
            step,
            build => build.Test,
            async (build, outcome) =>
            {
                var outputs = OutputsOf(step, build);
                var tests = TestReports(build, outputs)
                    .Select(file => JUnitReport.Read(build.Program, File.ReadAllText(file)))
                    .Aggregate(
                        new TestReport(0, 0, []),
                        (all, one) =>
                            new(all.Passed + one.Passed, all.Skipped + one.Skipped, [.. all.Failed, .. one.Failed])
                    );
                return !outcome.Succeeded && tests.Failed.IsEmpty
                    ? await Rejected(step, build, outcome, [])
                    : TestGate.Judge(
                        step,
                        tests with
                        {
                            Coverage = await JavaCoverage.Read(step, outputs),
                        },
                        build.Unmeasured
                    );
            }
        );

    public Task<StepResult> Lint(StepContext step) =>
        Run(
            step,
            build => build.Lint,
            async (build, outcome) =>
                outcome.Succeeded
                    ? Gate.JudgeAll(step, ScanReport.Complete(Name(build, build.Lint), []))
                    : await Rejected(
                        step,
                        build,
                        outcome,
                        CheckstyleReport.Read(step, StyleReports(OutputsOf(step, build)))
                    )
        );

    private static async Task<StepResult> Run(
        StepContext step,
        Func<JavaBuild, ImmutableArray<string>> arguments,
        Func<JavaBuild, CommandOutcome, Task<StepResult>> judge
    )
    {
        if (JavaBuild.Of(step.Service.Directory) is not { } build)
            return StepResult.Failed(
                $"{step.Service.Path} has neither pom.xml nor build.gradle: nothing says how it is built"
            );
        if (arguments(build).IsEmpty)
            return step.Unable(build.Unruled);
        if (step.FindProgram("java") is null)
            return step.Unable("java is not installed: see adoptium.net");
        if (build.Wrapper is null && step.FindProgram(build.Program) is null)
            return step.Unable(
                $"{build.Program} is not installed, and {step.RepositoryPath(build.Root)} has no wrapper that brings it along: see {build.Installation.Site}"
            );

        // Both write into the folders of the whole build, and neither expects another beside it.
        var turns = await step.Shared(_ => Task.FromResult(new FolderTurns()));
        return await turns.Take(build.Root, Work, step.Cancellation);

        async Task<StepResult> Work()
        {
            if (build.IsPartOf(step.Service.Directory))
                step.Writable = Prepare(build);
            var outputs = OutputsOf(step, build);
            foreach (
                var report in TestReports(build, outputs)
                    .Concat(JavaCoverage.Leftovers(outputs))
                    .Concat(StyleReports(outputs))
                    .ToArray()
            )
                File.Delete(report);
            var outcome = await step.Run(CommandOf(build, arguments(build)));
            return await judge(build, outcome);
        }
    }

    // A shell runs wrappers that a checkout has left without the right to be run.
    private static CommandLine CommandOf(JavaBuild build, ImmutableArray<string> arguments) =>
        (
            build.Wrapper is not { } wrapper ? new(build.Program, arguments)
            : OperatingSystem.IsWindows() ? new CommandLine(wrapper, arguments)
            : new("sh", [wrapper, .. arguments])
        ) with
        {
            Directory = build.Folder,
        };

    // A sandbox lets programs write below folders that are there.
    private static ImmutableArray<AbsolutePath> Prepare(JavaBuild build)
    {
        foreach (var folder in build.Outputs)
            Directory.CreateDirectory(folder);
        return build.Outputs;
    }

    private static async Task<StepResult> Rejected(
        StepContext step,
        JavaBuild build,
        CommandOutcome outcome,
        ImmutableArray<Finding> findings
    )
    {
        if (await JavaVersion.Lacking(step) is { } lacking)
            return step.Unable(lacking);

        findings = [.. findings, .. JavaErrors.Read(step, build.Program, $"{outcome.Output}\n{outcome.Error}")];
        return findings.IsEmpty
            ? StepResult.Failed($"{build.Program} ended with {outcome.ExitCode}: {JavaErrors.Reason(outcome)}")
            : Rejection.Judge(step, build.Program, outcome, findings);
    }

    // Of the service alone: other services in its folder have their own.
    private static AbsolutePath[] OutputsOf(StepContext step, JavaBuild build) =>
        [
            .. build.Outputs.Where(folder =>
                step.Service.Directory.Contains(folder)
                && !step.Platform.Services.Any(other =>
                    step.Service.Directory.Contains(other.Directory)
                    && other.Directory != step.Service.Directory
                    && other.Directory.Contains(folder)
                )
            ),
        ];

    private static IEnumerable<string> TestReports(JavaBuild build, IEnumerable<AbsolutePath> outputs) =>
        outputs
            .Where(output => output.DirectoryExists())
            .SelectMany(output => Directory.EnumerateDirectories(output, build.TestReports))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "TEST-*.xml", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> StyleReports(IEnumerable<AbsolutePath> outputs) =>
        outputs
            .SelectMany(output => new[] { output / "checkstyle-result.xml" }.Concat(Below(output)))
            .Where(file => file.FileExists())
            .Select(file => $"{file}");

    private static IEnumerable<AbsolutePath> Below(AbsolutePath output) =>
        (output / "reports" / "checkstyle") is var folder && folder.DirectoryExists()
            ? Directory.EnumerateFiles(folder, "*.xml").Select(file => (AbsolutePath)file)
            : [];

    private static string Name(JavaBuild build, ImmutableArray<string> arguments) =>
        $"{build.Program} {arguments.First(argument => !argument.StartsWith('-') && !argument.Contains('/', StringComparison.Ordinal))}";
}
