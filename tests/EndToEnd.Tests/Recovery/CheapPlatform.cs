using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;

namespace EndToEnd.Tests.Recovery;

/// <summary>
/// A generated platform whose steps take next to no time, delivered by the compiled build. There is no engine in it:
/// the images that Bump takes are handed over as an earlier Push of the commit has done.
/// </summary>
public class CheapPlatform : IDisposable
{
    private const string Registry = "127.0.0.1:5000";

    public CheapPlatform()
        : this(["auth", "flag", "web", "zone"], $"{{ registry: '{Registry}' }}", "FROM scratch\n") { }

    private protected CheapPlatform(ImmutableArray<string> services, string environment, string dockerfile)
    {
        Services = services;
        var catalog = new StringBuilder($"platform: cheap\nenvironments: {{ local: {environment} }}\nservices:\n");
        foreach (var service in Services)
        {
            catalog.Append(
                $"  {service}: {{ {(service == "web" ? "dependsOn: [auth], " : "")}commands: {{ compile: [sh, ../../mark, Compile], test: [sh, ../../mark, Test], lint: [sh, ../../mark, Lint] }} }}\n"
            );
            Write($"services/{service}/Dockerfile", dockerfile);
            Write(
                $"gitops/manifests/{service}-service/deployment.yaml",
                $"kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: {service}\n          image: {Registry}/{Repository(service)}:none # by the pipeline\n"
            );
        }

        Write("pipeline.yaml", catalog.ToString());
        // Tells in a file that Git ignores that it has done its work, once it has.
        Write("mark", "sleep 0.02\necho x >>\"$1.$(basename \"$PWD\").mark\"\n");
        Write(".gitignore", "/artifacts/\n/.nuke/\n*.mark\n");
        Directory.CreateDirectory(Path.Combine(Root, ".nuke"));
        Git(Root, "init", "-q", "-b", "main");
    }

    public ImmutableArray<string> Services { get; }

    public virtual ImmutableArray<string> Targets => ["Compile", "Test", "Lint", "Bump"];

    public string Root { get; } = Directory.CreateTempSubdirectory("cheap-").FullName;

    /// <summary>Where builds put their temporary files.</summary>
    public string Temporary => Directory.CreateDirectory(Path.Combine(Root, ".nuke", "tmp")).FullName;

    public string Remote => Path.Combine(Root, "artifacts", "local", "gitops.git");

    public string Commit { get; private set; } = "";

    private IEnumerable<string> Marks =>
        Directory.EnumerateFiles(Path.Combine(Root, "services"), "*.mark", SearchOption.AllDirectories);

    private string Journal => Path.Combine(Root, "artifacts", "journal.jsonl");

    /// <summary>The image of a service at the commit.</summary>
    public virtual string Image(string service) => $"{Registry}/{Repository(service)}:{Commit[..7]}@{Digest(service)}";

    /// <summary>Commits a change, whose images have been pushed.</summary>
    public void MakeCommit()
    {
        // Of every service: what has not changed would come from the cache.
        foreach (var service in Services)
            Write($"services/{service}/version", $"{Commit}.");
        Git(Root, "add", "--all");
        Git(Root, "-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", "Change");
        Commit = Git(Root, "rev-parse", "HEAD");
        foreach (var mark in Marks)
            File.Delete(mark);
        MakeImages();
    }

    /// <summary>Starts the build.</summary>
    /// <param name="arguments">What is given beside targets and such.</param>
    public RunningBuild Start(params string[] arguments) => Start("dotnet", [TestedBuild.Path, .. Complete(arguments)]);

    /// <summary>
    /// Starts a script of the shell that has file systems of its own; <c>"$@"</c> in it is the build.
    /// </summary>
    public RunningBuild StartApart(string script) =>
        Start(
            "unshare",
            [
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                script,
                "sh",
                "dotnet",
                TestedBuild.Path,
                .. Complete([]),
            ]
        );

    /// <summary>Starts the build as a part of a pipeline in a shell.</summary>
    public InterruptedBuild StartInShell()
    {
        InterruptedBuild.Forget(Root);
        return new(
            Start("sh", ["-c", InterruptedBuild.Script, "sh", "dotnet", TestedBuild.Path, .. Complete([])]),
            Root,
            IsOfBuild
        );
    }

    /// <summary>The processes and temporary files that builds have left.</summary>
    public virtual IReadOnlyList<string> Left() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(IsOfBuild)
                .Select(process => $"{process}: {File.ReadAllText($"{process}/cmdline").Replace('\0', ' ')}"),
            .. Directory.EnumerateFileSystemEntries(Temporary),
        ];

    /// <summary>How often each step has done its work since the last commit.</summary>
    public IReadOnlyDictionary<string, int> Done() =>
        Marks.ToDictionary(mark => Path.GetFileNameWithoutExtension(mark), mark => File.ReadAllLines(mark).Length);

    /// <summary>
    /// The steps that the journal tells of as passed, as <c>Target.service</c>; null where there is no journal of this
    /// commit.
    /// </summary>
    public IReadOnlySet<string>? Recorded()
    {
        if (!File.Exists(Journal) || !File.ReadAllText(Journal).Contains(Commit, StringComparison.Ordinal))
            return null;

        var passed = new HashSet<string>();
        foreach (
            var line in File.ReadAllText(Journal).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)
        )
            if (line.TryGetProperty("target", out var target))
            {
                var step = $"{target}.{line.GetProperty("service")}";
                _ =
                    line.TryGetProperty("status", out var status) && status.GetString() is "Passed" or "Cached"
                        ? passed.Add(step)
                        : passed.Remove(step);
            }

        return passed;
    }

    /// <summary>The images at the tip of the GitOps remote, by service; none where there is no remote yet.</summary>
    public IReadOnlyList<string> Deployed()
    {
        if (!Directory.Exists(Remote))
            return [];

        // A push that a killed run has begun may land at any time.
        var tip = Git(Remote, "rev-parse", "main");
        return
        [
            .. Services.Select(service =>
                Git(Remote, "show", $"{tip}:gitops/manifests/{service}-service/deployment.yaml")
                    .Split('\n')
                    .Single(line => line.Contains("image:", StringComparison.Ordinal))
                    .Split("image:")[1]
                    .Split('#')[0]
                    .Trim()
            ),
        ];
    }

    public string Git(string folder, params string[] arguments) => Output("git", folder, arguments);

    public virtual void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The targets that are not run.</summary>
    private protected virtual string Skipped => "Image+Scan+Sbom+Push+Sign+Sast+Sca";

    /// <summary>Further variables of the builds.</summary>
    private protected virtual ImmutableDictionary<string, string> Variables =>
        ImmutableDictionary<string, string>.Empty;

    private protected virtual void MakeImages()
    {
        foreach (var service in Services)
            PushedImageFile.Write(Root, Commit, service, Registry, Repository(service), Digest(service));
    }

    private protected static string Repository(string service) => $"cheap/{service}";

    private protected void Write(string file, string text)
    {
        var path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private protected string Output(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {error.Result}");
        return output;
    }

    private string[] Arguments => [.. Targets, "--skip", Skipped, "--parallel", "3"];

    private string[] Complete(string[] arguments) =>
        arguments.Contains("--resume") ? [.. arguments, "--root", Root] : [.. Arguments, .. arguments, "--root", Root];

    private RunningBuild Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The runtime's own sockets outlive a process that a signal ends before there is a handler.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = Temporary;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        start.Environment["GIT_COMMITTER_NAME"] = start.Environment["GIT_AUTHOR_NAME"] = "Test";
        start.Environment["GIT_COMMITTER_EMAIL"] = start.Environment["GIT_AUTHOR_EMAIL"] = "test@localhost";
        return new(Process.Start(start)!);
    }

    // What has ended while it is looked at is none, and neither is what belongs to somebody else.
    private bool IsOfBuild(string process)
    {
        try
        {
            return File.Exists($"{process}/environ")
                && File.ReadAllText($"{process}/environ").Contains($"TMPDIR={Temporary}\0", StringComparison.Ordinal);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string Digest(string service) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Commit + service)))}";
}

/// <summary>A build that was started.</summary>
public sealed class RunningBuild(Process process) : IDisposable
{
    private readonly Task<string> output = process.StandardOutput.ReadToEndAsync();
    private readonly Task<string> error = process.StandardError.ReadToEndAsync();

    public int ExitCode => process.ExitCode;

    /// <summary>Waits for its end; true where it came in time.</summary>
    public async Task<bool> Ends(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    /// <summary>Ends the process itself as <c>kill -9</c> does, and nothing that it has started.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: false);
        await process.WaitForExitAsync();
    }

    /// <summary>What it wrote, once it has ended; what a killed one has started may go on writing.</summary>
    public async Task<string> Output() => await output + await error;

    public void Dispose() => process.Dispose();
}
