using System.Globalization;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using Pipeline.Tests;

namespace EndToEnd.Tests.Delivery;

/// <summary>
/// A copy of the sample platform in a repository of its own, delivered by the compiled build as a user would.
/// </summary>
public sealed class SamplePlatform : IDisposable
{
    private readonly int port;

    public SamplePlatform()
        : this(LoopbackPort.Free()) { }

    private SamplePlatform(int port)
    {
        this.port = port;
        Copy(Path.Combine(Checkout, "samples", "togglemaster"), Root);
        Copy(Path.Combine(Checkout, ".config"), Path.Combine(Root, ".config"));
        Directory.CreateDirectory(Path.Combine(Root, ".nuke"));
        File.WriteAllText(Path.Combine(Root, ".gitignore"), "/artifacts/\n/.nuke/\nbin/\n__pycache__/\n.coverage\n");
        // Other platforms of this machine keep their own registries on ports of their own.
        Edit("pipeline.yaml", "  local: {}", $"  local: {{ registry: '127.0.0.1:{port}' }}");
        Git("init", "-q", "-b", "main");
        Commit("Start");
    }

    public static string Checkout { get; } = FindCheckout(AppContext.BaseDirectory);

    public string Root { get; } = Directory.CreateTempSubdirectory("platform-").FullName;

    public int Port =>
        port > 0
            ? port
            : int.Parse(
                File.ReadAllText(Path.Combine(Root, "artifacts", "local", "registry.port")).Split(' ', '\n')[0],
                CultureInfo.InvariantCulture
            );

    /// <summary>One whose registry is at a port that the system gives.</summary>
    public static SamplePlatform WithOwnRegistry() => new(port: 0);

    public string Registry => $"127.0.0.1:{Port}";

    public string Remote => Path.Combine(Root, "artifacts", "local", "gitops.git");

    /// <summary>Environment variables of the builds.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>Runs the build to its end.</summary>
    public async Task<BuildOutcome> Build(params string[] arguments)
    {
        var result = await BuildCommand(arguments).ExecuteBufferedAsync();
        return new(result.ExitCode, result.StandardOutput + result.StandardError, Record(Root));
    }

    /// <summary>Runs the build of another clone to its end.</summary>
    public static async Task<BuildOutcome> BuildIn(string root, params string[] arguments)
    {
        var result = await Command(root, arguments).ExecuteBufferedAsync();
        return new(result.ExitCode, result.StandardOutput + result.StandardError, Record(root));
    }

    /// <summary>Runs the build with a redirection by the shell, such as <c>&gt;/dev/full</c>.</summary>
    public async Task<BuildOutcome> BuildInto(string redirection, params string[] arguments)
    {
        var build = BuildCommand(arguments);
        var result = await build
            .WithTargetFile("sh")
            .WithArguments($"-c \"exec {build.TargetFilePath} {build.Arguments} {redirection}\"")
            .ExecuteBufferedAsync();
        return new(result.ExitCode, result.StandardOutput + result.StandardError, Record(Root));
    }

    /// <summary>The build as a command, for tests that end it early.</summary>
    public Command BuildCommand(params string[] arguments) =>
        Command(Root, arguments).WithEnvironmentVariables(Variables);

    /// <summary>Runs another build than this repository's to its end.</summary>
    /// <param name="project">The project of the build.</param>
    /// <param name="arguments">Its arguments.</param>
    public async Task<BuildOutcome> BuildBy(string project, params string[] arguments)
    {
        var assembly = Path.Combine(Checkout, "artifacts", "dotnet", "bin", project, "debug", $"{project}.dll");
        var result = await Command(Root, arguments, assembly)
            .WithEnvironmentVariables(Variables)
            .ExecuteBufferedAsync();
        return new(result.ExitCode, result.StandardOutput + result.StandardError, Record(Root));
    }

    /// <summary>The steps of the last run, as <c>Target service status</c>.</summary>
    public IReadOnlyList<string> LastSteps() => new BuildOutcome(0, "", Record(Root)).Steps;

    public void Edit(string file, string from, string to)
    {
        var path = Path.Combine(Root, file);
        var text = File.ReadAllText(path);
        text.ShouldContain(from);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Append(string file, string text) => File.AppendAllText(Path.Combine(Root, file), text);

    public string Commit(string message)
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "--allow-empty", "-m", message);
        return Git("rev-parse", "HEAD");
    }

    public string Git(params string[] arguments) => GitIn(Root, arguments);

    /// <summary>Runs Git in a folder.</summary>
    public static string GitIn(string folder, params string[] arguments) =>
        Cli.Wrap("git")
            .WithWorkingDirectory(folder)
            .WithArguments(arguments)
            .ExecuteBufferedAsync()
            .GetAwaiter()
            .GetResult()
            .StandardOutput.Trim();

    /// <summary>Asks the GitOps remote.</summary>
    public string GitOps(params string[] arguments) => GitIn(Remote, arguments);

    /// <summary>The image reference in a service's manifest at the tip of the GitOps remote.</summary>
    public string Deployed(string service) =>
        GitOps("show", $"main:gitops/manifests/{service}-service/deployment.yaml")
            .Split('\n')
            .Select(line => line.Trim().TrimStart('-').Trim())
            .First(line => line.StartsWith("image:", StringComparison.Ordinal))["image:".Length..]
            .Split('#')[0]
            .Trim()
            .Trim('"', '\'');

    /// <summary>Starts a registry over what the platform has pushed; it ends when disposed of.</summary>
    public async Task<LoopbackRegistry> OpenRegistry() =>
        await LoopbackRegistry.Start(Path.Combine(Root, "artifacts", "local", "registry"), Port);

    public void Dispose()
    {
        RemoveImages(Registry);
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>Removes a registry's images from the engine, whose storage outlives the folder of a platform.</summary>
    public static void RemoveImages(string registry)
    {
        if (File.Exists("/usr/bin/podman"))
            _ = Cli.Wrap("sh")
                .WithArguments([
                    "-c",
                    // Without the filter, the sizes of all images of the machine are added up.
                    $"podman images --format '{{{{.Repository}}}}:{{{{.Tag}}}}' --filter 'reference={registry}/*/*' | xargs -r podman rmi -f",
                ])
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync()
                .GetAwaiter()
                .GetResult();
    }

    private static Command Command(string root, string[] arguments, string? assembly = null) =>
        Cli.Wrap("dotnet")
            .WithWorkingDirectory(root)
            .WithArguments([assembly ?? TestedBuild.Path, .. arguments, "--root", root])
            .WithValidation(CommandResultValidation.None);

    private static JsonElement? Record(string root)
    {
        var file = Path.Combine(root, "artifacts", "run.json");
        return File.Exists(file) ? JsonDocument.Parse(File.ReadAllText(file)).RootElement : null;
    }

    internal static void Copy(string from, string to)
    {
        foreach (var file in GitIn(from, ["ls-files", "--cached", "--others", "--exclude-standard"]).Split('\n'))
        {
            var target = Path.Combine(to, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(from, file), target);
        }
    }

    private static string FindCheckout(string folder) =>
        File.Exists(Path.Combine(folder, "Pipeline.sln")) ? folder : FindCheckout(Path.GetDirectoryName(folder)!);
}

/// <summary>What a build left behind.</summary>
public sealed record BuildOutcome(int ExitCode, string Output, JsonElement? Record)
{
    /// <summary>The steps as <c>Target service status</c>.</summary>
    public IReadOnlyList<string> Steps =>
        [
            .. Items("steps")
                .Select(step =>
                    $"{step.GetProperty("target")} {step.GetProperty("service")} {step.GetProperty("status")}"
                ),
        ];

    /// <summary>Why a step ended as it did.</summary>
    public string Reason(string target, string service) =>
        Items("steps")
            .Single(step => $"{step.GetProperty("target")} {step.GetProperty("service")}" == $"{target} {service}")
            .GetProperty("reason")
            .GetString()!;

    /// <summary>The images in the record, by service.</summary>
    public IReadOnlyDictionary<string, string> Images =>
        Items("images")
            .ToDictionary(
                image => image.GetProperty("service").GetString()!,
                image => image.GetProperty("reference").GetString()!
            );

    private IEnumerable<JsonElement> Items(string name) => Record!.Value.GetProperty(name).EnumerateArray();
}
