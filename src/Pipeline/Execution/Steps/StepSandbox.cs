using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Execution.Sandboxes;
using Pipeline.Foundation.Files;
using Pipeline.Foundation.Processes;
using Pipeline.Foundation.Secrets;

namespace Pipeline.Execution.Steps;

/// <summary>
/// What the programs of a service see in a step: an environment and a temporary folder of the step's own, and nothing
/// to write but the service's places. It ends with the step, and with it what they have left running.
/// </summary>
internal sealed class StepSandbox
{
    /// <summary>The variable that tells the programs of a step from others.</summary>
    public const string Variable = "PIPELINE_STEP";

    // Where .NET keeps its named locks, whatever TMPDIR says.
    private const string Locks = "/tmp/.dotnet";

    // Java's virtual machine does not ask TMPDIR.
    private const string JavaOptions = "JAVA_TOOL_OPTIONS";

    private static readonly ImmutableArray<string> Devices =
    [
        "/dev/full",
        "/dev/null",
        "/dev/random",
        "/dev/shm",
        "/dev/tty",
        "/dev/urandom",
        "/dev/zero",
    ];

    private readonly IStepHost run;
    private readonly StepContext step;
    private readonly string mark;
    private readonly Lazy<AbsolutePath> temporary;
    private readonly Lazy<PassedVariables> passed;
    private readonly SortedSet<string> ended = new(StringComparer.Ordinal);

    public StepSandbox(IStepHost run, StepContext step)
    {
        this.run = run;
        this.step = step;
        mark = $"{run.Scope.Artifacts} {step.Key}";
        temporary = new(Begin);
        passed = new(() => PassedVariables.Of((step.Subject as Service)?.PassEnv ?? [], run.Redaction));
    }

    /// <summary>The sandbox of a program.</summary>
    public Sandbox OfProgram() => Make(mark, []) with { EndLeftovers = EndLeftovers };

    /// <summary>The sandbox of a server that lives as long as the step.</summary>
    /// <param name="data">The folder of its data.</param>
    public Sandbox OfServer(AbsolutePath data) => Make($"{mark} server", [data]);

    /// <summary>Ends what the programs have left running, and deletes the temporary folder.</summary>
    /// <returns>The command lines of what was ended.</returns>
    public ImmutableArray<string> End()
    {
        if (!temporary.IsValueCreated)
            return [];
        EndLeftovers();
        if (Directory.Exists(temporary.Value))
            FolderRemoval.Force(temporary.Value);
        return [.. ended];
    }

    /// <summary>What the programs could not see or do, for the log of a step that failed.</summary>
    public IEnumerable<string> Limits()
    {
        if (!temporary.IsValueCreated)
            yield break;
        if (!passed.Value.Withheld.IsEmpty)
            yield return $"its programs did not see {string.Join(", ", passed.Value.Withheld)}: name what they need in passEnv of the catalog";
        if (Network is { } ports)
            yield return $"its programs could connect to {(ports.IsEmpty ? "no port" : $"the ports {string.Join(", ", ports)}")} by TCP: name others that they need in network of the catalog";
        if (Landlock.Obstacle is null)
            yield return $"its programs could write {step.Subject.Path}, TMPDIR and the caches of package managers alone: name other folders that they build in dependsOn";
    }

    private AbsolutePath Begin()
    {
        AdoptedProcesses.Begin();
        if (Landlock.Obstacle is { } obstacle)
            step.Log.Write($"its programs are not confined: {obstacle}");
        else if (Network is not null && !Landlock.KnowsPorts)
            step.Log.Write(
                "its programs may connect to every port: this kernel cannot refuse any, as Linux from 6.7 on can"
            );
        if (step.Subject is Service { PassEnv: { IsEmpty: false } names })
            UsedRights.Tell(Right.PassedVariables, string.Join(' ', names));
        DotNetFirstUse.Remember(run.Scope.SearchPath.Value, Environment.GetEnvironmentVariable);
        return run.CreateScratch("step");
    }

    private void EndLeftovers() => ended.UnionWith(MarkedProcesses.EndAdopted($"{Variable}={mark}"));

    private Sandbox Make(string marked, ImmutableArray<AbsolutePath> more)
    {
        var caches = SharedCaches.For(step.Subject, Environment.GetEnvironmentVariable);
        var variables = DotNetFirstUse
            .Variables.SetItems(passed.Value.Values)
            .SetItem("TMPDIR", temporary.Value)
            .SetItem(JavaOptions, $"{passed.Value.Values.GetValueOrDefault(JavaOptions)} {TemporaryOfJava}".Trim())
            .SetItem(Variable, marked);
        if (run.Scope.SearchPath.Value is { } path)
            variables = variables.SetItem("PATH", path);
        return new(
            variables.SetItems(step.Variables),
            [.. Places().Concat(more).Select(place => $"{place}"), .. caches, Locks, .. Devices],
            [.. CredentialPlaces.All(Environment.GetEnvironmentVariable)]
        )
        {
            Ports = Network?.Union(step.Ports),
            // MSBuild and Roslyn talk to their own processes there, whatever TMPDIR says.
            Sockets = ["/tmp"],
        };
    }

    private string TemporaryOfJava => $"\"-Djava.io.tmpdir={temporary.Value}\"";

    private ImmutableSortedSet<int>? Network => (step.Subject as Service)?.Network;

    private IEnumerable<AbsolutePath> Places() =>
        [
            temporary.Value,
            step.Subject.Directory,
            .. step
                .Subject.SharedPaths.Select(path => run.Scope.Platform.Root / path)
                .Where(path => path.DirectoryExists()),
            .. step.Outputs.Select(output => output.Parent!).Distinct(),
            .. step.Writable,
        ];
}
