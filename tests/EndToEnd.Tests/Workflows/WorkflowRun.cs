using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;
using Pipeline.Tests.Workflows;
using YamlDotNet.RepresentationModel;

namespace EndToEnd.Tests.Workflows;

/// <summary>
/// Runs the commands of a workflow's jobs in their order, as a runner would: each job in a clone of its own, its
/// artifacts taken to the jobs that ask for them, its variables filled in. What it does not know it refuses.
/// </summary>
internal sealed partial class WorkflowRun : IDisposable
{
    private readonly SamplePlatform platform;
    private readonly string work = Directory.CreateTempSubdirectory("workflow-").FullName;
    private readonly Dictionary<string, string> values = new()
    {
        ["steps.gitops.outputs.token"] = "made-up-app-token",
        ["github.run_attempt"] = "1",
        ["secrets.ARGOCD_AUTH_TOKEN"] = "made-up-argocd-token",
    };

    /// <param name="platform">The repository that the workflow is of.</param>
    /// <param name="branch">The branch that it is run for.</param>
    /// <param name="commit">The commit; that branch may have moved on since.</param>
    public WorkflowRun(SamplePlatform platform, string branch, string commit = "HEAD")
    {
        this.platform = platform;
        Branch = branch;
        Commit = platform.Git("rev-parse", commit);
    }

    public string Branch { get; }

    public string Commit { get; }

    /// <summary>What started it.</summary>
    public string Event { get; init; } = "push";

    /// <summary>What somebody else in the run does to an artifact once it is there, by its folder.</summary>
    public Action<string> Uploaded { get; init; } = _ => { };

    /// <summary>The results of the jobs.</summary>
    public Dictionary<string, string> Results { get; } = [];

    /// <summary>What the commands printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Runs the jobs of a workflow that have not run yet.</summary>
    /// <param name="file">The workflow.</param>
    /// <param name="before">The job to stop before; null: none.</param>
    public async Task Run(string file, string? before = null)
    {
        foreach (var job in Read(file).Jobs.Where(job => !Results.ContainsKey(job.Id)))
            if (job.Id == before)
                return;
            else if (!Starts(job))
                Results[job.Id] = "skipped";
            else if (job.IsCall)
                await Call(job);
            else if (job.Node.Map("strategy")?.Map("matrix") is { } matrix)
                await RunLegs(job, matrix);
            else
                await Run(job, job.Id, []);
    }

    public void Dispose() => Directory.Delete(work, recursive: true);

    private WorkflowFile Read(string file) =>
        WorkflowFile.Read(Path.Combine(platform.Root, ".github", "workflows", Path.GetFileName(file)));

    // Once a service, as the matrix says; the services' jobs know nothing of each other.
    private async Task Call(JobYaml caller)
    {
        caller.Node.Map("with")!.Text("service").ShouldBe("${{ matrix.service }}");
        Results[caller.Id] = "success";
        foreach (var service in values["needs.plan.outputs.services"].Split(','))
        {
            var inputs = new Dictionary<string, string> { ["inputs.service"] = service };
            foreach (var job in Read(caller.Node.Text("uses")!).Jobs)
            {
                var name = $"{job.Id}-{service}";
                await Run(job, name, inputs);
                foreach (var output in job.Node.Map("outputs").Pairs().Keys)
                    inputs[$"needs.{job.Id}.outputs.{output}"] = values.GetValueOrDefault(
                        $"needs.{name}.outputs.{output}",
                        ""
                    );
                if (Results[name] == "success")
                    continue;
                Results[caller.Id] = "failure";
                break;
            }
        }
    }

    /// <summary>The lines of a file in an artifact of the run.</summary>
    public string[] Artifact(string name, string file) =>
        File.ReadAllLines(Path.Combine(work, "artifacts", name, file));

    private async Task RunLegs(JobYaml job, YamlMappingNode matrix)
    {
        var environments = ((YamlSequenceNode)matrix.Find("environment")!).Select(value => $"{value}").ToArray();
        foreach (var environment in environments)
            await Run(job, $"{job.Id}-{environment}", new() { ["matrix.environment"] = environment });
        Results[job.Id] = environments.All(environment => Results[$"{job.Id}-{environment}"] == "success")
            ? "success"
            : "failure";
    }

    private bool Starts(JobYaml job) =>
        (job.If ?? "")
            .Split(" && ")
            .All(part =>
                part switch
                {
                    "" or "always()" or "!cancelled()" => true,
                    "github.ref == 'refs/heads/main'" => Branch == "main",
                    _ when NotEmpty().Match(part) is { Success: true } match => values.GetValueOrDefault(
                        match.Groups[1].Value,
                        ""
                    ) != "",
                    _ => throw new NotSupportedException($"the condition {part}"),
                }
            )
        && (
            job.If?.Contains("()", StringComparison.Ordinal) == true
            || job.Needs.All(needed => Results[needed] == "success")
        );

    private async Task Run(JobYaml job, string name, Dictionary<string, string> inputs)
    {
        var folder = Path.Combine(work, name);
        Results[name] = "success";
        foreach (var step in job.Steps)
        {
            var with = step.Map("with").Pairs();
            var isWanted = Results[name] == "success" || step.Text("if") is "success() || failure()" or "always()";
            if (!isWanted)
                continue;
            if (step.Text("run") is { } command)
                await Command(job, name, step.Text("id"), command, step.Map("env").Pairs(), folder, inputs);
            else
                switch (step.Text("uses")!.Split('@')[0])
                {
                    case "actions/checkout":
                        Checkout(folder, with.GetValueOrDefault("fetch-depth") == "0");
                        break;
                    case "actions/upload-artifact":
                        var path = Path.Combine(folder, with["path"]);
                        if (with["if-no-files-found"] == "ignore" && !Path.Exists(path))
                            break;
                        var uploaded = Path.Combine(work, "artifacts", Filled(with["name"], inputs));
                        Copy(path, uploaded);
                        Uploaded(uploaded);
                        break;
                    case "actions/download-artifact":
                        var wanted = Filled(with.GetValueOrDefault("pattern") ?? with["name"], inputs);
                        var found = Directory
                            .CreateDirectory(Path.Combine(work, "artifacts"))
                            .EnumerateDirectories(wanted)
                            .ToArray();
                        // A pattern that fits nothing is none of the action's concern.
                        (with.ContainsKey("pattern") || found.Length == 1).ShouldBeTrue(wanted);
                        foreach (var artifact in found.Select(folder => folder.FullName))
                            Copy(
                                artifact,
                                with.ContainsKey("pattern")
                                    ? Path.Combine(folder, with["path"], Path.GetFileName(artifact))
                                    : Path.Combine(folder, with["path"])
                            );
                        break;
                    case "actions/create-github-app-token":
                        break;
                    default:
                        throw new NotSupportedException(step.Text("uses"));
                }
        }
    }

    private void Checkout(string folder, bool whole)
    {
        Directory.CreateDirectory(folder);
        SamplePlatform.GitIn(folder, "init", "-q");
        SamplePlatform.GitIn(folder, "remote", "add", "origin", $"file://{platform.Root}");
        SamplePlatform.GitIn(
            folder,
            whole
                ? ["fetch", "-q", "--tags", "origin", "+refs/heads/*:refs/remotes/origin/*", Commit]
                : ["fetch", "-q", "--no-tags", "--depth", "1", "origin", Commit]
        );
        SamplePlatform.GitIn(folder, "checkout", "-q", "-B", Branch, Commit);
        File.WriteAllText(
            Path.Combine(folder, "build.sh"),
            $"exec dotnet '{TestedBuild.Path}' \"$@\" --root \"$PWD\"\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(folder, "build.sh"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        Directory.CreateDirectory(Path.Combine(folder, ".nuke"));
        File.AppendAllText(Path.Combine(folder, ".git", "info", "exclude"), "build.sh\n");
    }

    private async Task Command(
        JobYaml job,
        string name,
        string? id,
        string command,
        Dictionary<string, string> variables,
        string folder,
        Dictionary<string, string> inputs
    )
    {
        var outputs = Path.Combine(folder, ".git", "outputs");
        var result = await Cli.Wrap(job.File.Root.Map("defaults")!.Map("run")!.Text("shell")!)
            .WithArguments(["--noprofile", "--norc", "-eo", "pipefail", "-c", command])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment =>
            {
                environment
                    .Set("GITHUB_ACTIONS", "true")
                    .Set("GITHUB_EVENT_NAME", Event)
                    .Set("GITHUB_REF", $"refs/heads/{Branch}")
                    .Set("GITHUB_REF_NAME", Branch)
                    .Set("GITHUB_OUTPUT", outputs);
                foreach (var (variable, value) in variables)
                    environment.Set(variable, Filled(value, inputs));
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Output += $"{name}: {command}\n{result.StandardOutput}{result.StandardError}\n";
        if (result.ExitCode != 0)
            Results[name] = "failure";
        if (id is null || !File.Exists(outputs))
            return;

        foreach (var line in File.ReadAllLines(outputs).Select(line => line.Split('=', 2)))
        foreach (var (output, expression) in job.Node.Map("outputs").Pairs())
            if (expression == $"${{{{ steps.{id}.outputs.{line[0]} }}}}")
                values[$"needs.{name}.outputs.{output}"] = line[1];
    }

    private string Filled(string text, Dictionary<string, string> inputs) =>
        Expression()
            .Replace(
                text,
                match =>
                {
                    var name = match.Groups[1].Value;
                    if (Entry().Match(name) is { Success: true } entry)
                        return $"{JsonNode.Parse(entry.Groups[1].Value)![inputs[entry.Groups[2].Value]]}";
                    return inputs.TryGetValue(name, out var input) ? input
                        : values.TryGetValue(name, out var value) ? value
                        : name.EndsWith(".result", StringComparison.Ordinal) ? Results[name.Split('.')[1]]
                        : throw new NotSupportedException($"the expression {name}");
                }
            );

    // A single file stands in the artifact's root.
    private static void Copy(string from, string to)
    {
        var (folder, files) = File.Exists(from)
            ? (Path.GetDirectoryName(from)!, new[] { from })
            : (from, Directory.GetFiles(from, "*", SearchOption.AllDirectories));
        foreach (var file in files)
        {
            var target = Path.Combine(to, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    [GeneratedRegex(@"\$\{\{ (.+?) \}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^fromJSON\('(.*)'\)\[([\w.]+)\]$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^([\w.-]+) != ''$")]
    private static partial Regex NotEmpty();
}
