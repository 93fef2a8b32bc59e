using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests.Workflows;

namespace EndToEnd.Tests.Workflows;

/// <summary>
/// Runs the commands of a workflow's jobs in their order, as a runner would: each job in a clone of its own, its artifacts taken to the
/// jobs that ask for them, its variables filled in. What it does not know it refuses.
/// </summary>
internal sealed partial class WorkflowRun : IDisposable
{
    private readonly SamplePlatform platform;
    private readonly string work = Directory.CreateTempSubdirectory("workflow-").FullName;
    private readonly Dictionary<string, string> values = new()
    {
        ["steps.gitops.outputs.token"] = "made-up-app-token",
        ["secrets.ARGOCD_AUTH_TOKEN"] = "made-up-argocd-token",
    };

    public WorkflowRun(SamplePlatform platform, string branch)
    {
        this.platform = platform;
        Branch = branch;
    }

    public string Branch { get; }

    /// <summary>The results of the jobs.</summary>
    public Dictionary<string, string> Results { get; } = [];

    /// <summary>What the commands printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Runs a workflow for a push.</summary>
    public async Task Run(string file)
    {
        foreach (var job in Read(file).Jobs)
            if (job.IsCall)
                await Call(job);
            else if (Starts(job))
                await Run(job, job.Id, []);
            else
                Results[job.Id] = "skipped";
    }

    public void Dispose() => Directory.Delete(work, recursive: true);

    private WorkflowFile Read(string file) =>
        WorkflowFile.Read(Path.Combine(platform.Root, ".github", "workflows", Path.GetFileName(file)));

    // Once a service, as the matrix says; the services' jobs know nothing of each other.
    private async Task Call(JobYaml caller)
    {
        if (!Starts(caller))
        {
            Results[caller.Id] = "skipped";
            return;
        }

        caller.Node.Map("with")!.Text("service").ShouldBe("${{ matrix.service }}");
        Results[caller.Id] = "success";
        foreach (var service in values["needs.plan.outputs.services"].Split(','))
        foreach (var job in Read(caller.Node.Text("uses")!).Jobs)
        {
            await Run(job, $"{job.Id}-{service}", new() { ["inputs.service"] = service });
            if (Results[$"{job.Id}-{service}"] == "success")
                continue;
            Results[caller.Id] = "failure";
            break;
        }
    }

    private bool Starts(JobYaml job) =>
        (job.If ?? "")
            .Split(" && ")
            .All(part =>
                part switch
                {
                    "" or "always()" or "!cancelled()" => true,
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
            var isWanted = Results[name] == "success" || step.Text("if") == "success() || failure()";
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
                        Copy(
                            Path.Combine(folder, with["path"]),
                            Path.Combine(work, "artifacts", Filled(with["name"], inputs))
                        );
                        break;
                    case "actions/download-artifact":
                        var wanted = Filled(with.GetValueOrDefault("pattern") ?? with["name"], inputs);
                        foreach (var artifact in Directory.GetDirectories(Path.Combine(work, "artifacts"), wanted))
                            Copy(artifact, Path.Combine(folder, with["path"]));
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
        platform.Git([
            "clone",
            "-q",
            .. whole ? Array.Empty<string>() : ["--depth", "1"],
            "--branch",
            Branch,
            $"file://{platform.Root}",
            folder,
        ]);
        File.WriteAllText(
            Path.Combine(folder, "build.sh"),
            $"exec dotnet '{Path.Combine(SamplePlatform.Checkout, "artifacts", "dotnet", "bin", "Build", "debug", "Build.dll")}' \"$@\" --root \"$PWD\"\n"
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
                    .Set("GITHUB_EVENT_NAME", "push")
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
                    return inputs.TryGetValue(name, out var input) ? input
                        : values.TryGetValue(name, out var value) ? value
                        : name.EndsWith(".result", StringComparison.Ordinal) ? Results[name.Split('.')[1]]
                        : throw new NotSupportedException($"the expression {name}");
                }
            );

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    [GeneratedRegex(@"\$\{\{ ([\w.-]+) \}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^([\w.-]+) != ''$")]
    private static partial Regex NotEmpty();
}
