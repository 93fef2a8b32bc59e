using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Bootstrap;
using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Adoption;

/// <summary>
/// A small repository of somebody else's, which knows nothing of Pipeline but where its packages are.
/// </summary>
public sealed class TwoServices : IDisposable
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: NAME }
        spec:
          template:
            spec:
              containers:
                - name: NAME
                  image: shop/NAME:1

        """;

    private readonly string spy = Directory.CreateTempSubdirectory("spy-").FullName;

    public TwoServices(StandInFeed feed)
    {
        foreach (var name in (string[])["orders", "stock"])
        {
            Write($"services/{name}/go.mod", $"module example.org/{name}\n\ngo 1.21\n");
            Write($"services/{name}/{name}.go", $"package {name}\n");
            Write(
                $"services/{name}/{name}_test.go",
                $"package {name}\n\nimport \"testing\"\n\nfunc TestNothing(t *testing.T) {{}}\n"
            );
            Write($"services/{name}/Dockerfile", $"FROM scratch\nCOPY {name}.go /\n");
            Write($"k8s/{name}/deployment.yaml", Deployment.Replace("NAME", name, StringComparison.Ordinal));
        }

        Write("nuget.config", feed.Configuration);
        Git("init", "-q", "-b", "main");
        Commit("Start");
        SpyOnDotnet();
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("shop-").FullName;

    /// <summary>The arguments of each start of the SDK or the runtime, in order.</summary>
    public IReadOnlyList<string> DotnetStarts => File.Exists(SpyLog) ? File.ReadAllLines(SpyLog) : [];

    private string SpyLog => Path.Combine(spy, "log");

    /// <summary>Runs the .NET SDK.</summary>
    public Task<BufferedCommandResult> DotNet(params string[] arguments) => Run("dotnet", Root, arguments);

    /// <summary>Runs the repository's own script.</summary>
    public Task<BufferedCommandResult> Build(params string[] arguments) =>
        Run(Path.Combine(Root, "build.sh"), Root, arguments);

    /// <summary>Runs the repository's own script for PowerShell.</summary>
    public Task<BufferedCommandResult> BuildWith(PowerShell powerShell, params string[] arguments) =>
        Run(powerShell.Program, Root, PowerShell.Script(Path.Combine(Root, "build.ps1"), arguments));

    /// <summary>Runs a program, with a look at what it asks of the SDK.</summary>
    public async Task<BufferedCommandResult> Run(string program, string folder, params string[] arguments) =>
        await Cli.Wrap(program)
            .WithArguments(arguments)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables =>
                variables.Set("PATH", $"{spy}:{Environment.GetEnvironmentVariable("PATH")}")
            )
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();

    /// <summary>Adopts it as a user without an installation does.</summary>
    public async Task Adopt(params string[] arguments)
    {
        var adopted = await DotNet([
            "dnx",
            $"Pipeline.Tool@{StandInFeed.Version}",
            "--yes",
            "Adopt",
            "--yes",
            .. arguments,
        ]);
        adopted.ExitCode.ShouldBe(0, adopted.StandardOutput + adopted.StandardError);
        Commit("Deliver by Pipeline");
        File.Delete(SpyLog);
    }

    public string Git(params string[] arguments) => SamplePlatform.GitIn(Root, arguments);

    public void Commit(string message)
    {
        Git("add", "--all");
        Git("-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "-q", "-m", message);
    }

    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(spy, recursive: true);
    }

    private void SpyOnDotnet()
    {
        var program = Path.Combine(spy, "dotnet");
        // A copy keeps the mode: the spy is executable because build.sh is.
        File.Copy(Path.Combine(Checkout.Repository(), "build.sh"), program);
        File.WriteAllText(
            program,
            $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{SpyLog}'\nexec '{Checkout.Find("dotnet")}' \"$@\"\n"
        );
    }
}
