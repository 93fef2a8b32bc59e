using System.Runtime.CompilerServices;
using CliWrap;
using CliWrap.Buffered;

namespace EndToEnd.Tests.Bootstrap;

/// <summary>
/// A repository of a few files with the real build.sh, a build that says what it is made of, and a feed of its own.
/// </summary>
public sealed class Checkout : IDisposable
{
    private const string Packages = """
        <Project>
          <PropertyGroup>
            <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
          </PropertyGroup>
          <ItemGroup>
            <PackageVersion Include="Tiny.Missing" Version="1.0.0" />
            <PackageVersion Include="Tiny.Present" Version="1.0.0" />
          </ItemGroup>
        </Project>
        """;

    private const string Settings = """
        <Project>
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <UseArtifactsOutput>true</UseArtifactsOutput>
          </PropertyGroup>
        </Project>
        """;

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Tiny.Missing" />
            <PackageReference Include="Tiny.Present" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        #if FROM_FEED
        const string origin = "feed";
        #else
        const string origin = "polyfill";
        #endif
        var parts = typeof(Part).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Part))).Select(t => t.Name).Order();
        Console.WriteLine($"parts: {string.Join(' ', parts)}, packages: {origin}, arguments: {string.Join('|', args)}");
        if (args is ["variable", var name])
            Console.WriteLine($"{name}: {Environment.GetEnvironmentVariable(name)}");
        if (args is ["sockets"])
            Console.WriteLine($"sockets: {File.ReadLines("/proc/net/unix").Count(line => line.Contains($"-{Environment.ProcessId}-"))}");
        return args is ["exit", var code] ? int.Parse(code) : 0;

        public class Part;
        """;

    private const string Polyfill = """<Project Sdk="Microsoft.NET.Sdk" />""";

    private Checkout() => Directory.CreateDirectory(Root);

    /// <summary>The folder that it is in.</summary>
    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"bootstrap {Guid.NewGuid():N}");

    /// <summary>The arguments of each start of the SDK's or the runtime's <c>dotnet</c>, in order.</summary>
    public IReadOnlyList<string> DotnetStarts => File.Exists(SpyLog) ? File.ReadAllLines(SpyLog) : [];

    /// <summary>The finished builds that are kept.</summary>
    public IReadOnlyList<string> Builds =>
        [
            .. Directory
                .GetDirectories(Path.Combine(Root, ".nuke/temp/build"))
                .Where(folder => !folder.EndsWith(".new", StringComparison.Ordinal)),
        ];

    private string Saved => $"{Root} saved";

    private string SpyLog => Path.Combine(Root, "spy.log");

    /// <summary>The folder that the project itself is in.</summary>
    public static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    /// <summary>A checkout that was never built.</summary>
    public static Checkout Fresh()
    {
        var checkout = new Checkout();
        foreach (var name in (string[])["build.sh", "build.ps1", "Directory.Build.targets", "global.json"])
        {
            File.Copy(Path.Combine(Repository(), name), Path.Combine(checkout.Root, name));
        }

        checkout.Write("Directory.Build.props", Settings);
        checkout.Write("Directory.Packages.props", Packages);
        checkout.Write("NuGet.config", TinyFeed.Configuration(checkout.Root));
        checkout.Write("build/Build.csproj", Project);
        checkout.Write("build/Program.cs", Program);
        checkout.Write("build/Part.cs", "public sealed class First : Part;");
        checkout.Write("src/Polyfills/Tiny.Missing/Tiny.Missing.csproj", Polyfill);
        checkout.Write("src/Polyfills/Tiny.Present/Tiny.Present.csproj", Polyfill);
        TinyFeed.Create(checkout.Root);
        checkout.Spy();
        return checkout;
    }

    /// <summary>Keeps the state as it is now, but for what the spy saw.</summary>
    public Task SaveAsync()
    {
        File.Delete(SpyLog);
        return CopyAsync(Root, Saved);
    }

    /// <summary>
    /// Goes back to the state that was kept, in the same place: the compiler's intermediate files stay valid.
    /// </summary>
    public Task RestoreAsync()
    {
        Directory.Delete(Root, recursive: true);
        return CopyAsync(Saved, Root);
    }

    /// <summary>Writes a file, and the folders above it.</summary>
    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Deletes a file.</summary>
    public void Delete(string path) => File.Delete(Path.Combine(Root, path));

    /// <summary>The command that starts the build, not yet started.</summary>
    public Command BuildCommand(string[] arguments, string? packages = null) =>
        Complete(Cli.Wrap(Path.Combine(Root, "build.sh")).WithArguments(arguments), packages);

    /// <summary>Starts the build by the script for PowerShell and waits for it.</summary>
    public async Task<BufferedCommandResult> BuildWithAsync(PowerShell powerShell, params string[] arguments) =>
        await Complete(
                Cli.Wrap(powerShell.Program)
                    .WithArguments(PowerShell.Script(Path.Combine(Root, "build.ps1"), arguments))
            )
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    private Command Complete(Command start, string? packages = null) =>
        start
            .WithWorkingDirectory(Path.GetTempPath())
            .WithValidation(CommandResultValidation.None)
            .WithEnvironmentVariables(environment =>
                environment
                    .Set("PATH", $"{Path.Combine(Root, "spy")}:{Environment.GetEnvironmentVariable("PATH")}")
                    .Set("PIPELINE_PACKAGES", packages)
                    .Set("DOTNET_EnableDiagnostics_IPC", null)
                    .Set("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "1")
            );

    /// <summary>Starts the build and waits for it.</summary>
    public async Task<BufferedCommandResult> BuildAsync(params string[] arguments) =>
        await BuildCommand(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <summary>Starts the build as a user with this home and waits for it.</summary>
    public async Task<BufferedCommandResult> BuildAtHomeAsync(string home, params string[] arguments)
    {
        var command = BuildCommand(arguments);
        return await command
            .WithEnvironmentVariables(
                new Dictionary<string, string?>(command.EnvironmentVariables)
                {
                    ["HOME"] = home,
                    ["DOTNET_CLI_HOME"] = null,
                }
            )
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Replaces the SDK's <c>dotnet</c> by a script.</summary>
    public void ReplaceDotnet(string script) => Write("spy/dotnet", $"#!/bin/sh\n{script}\n");

    /// <summary>Starts the build with PIPELINE_PACKAGES and waits for it.</summary>
    public async Task<BufferedCommandResult> BuildWithAsync(string packages) =>
        await BuildCommand([], packages).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        Directory.Delete(Saved, recursive: true);
    }

    private static async Task CopyAsync(string from, string to) =>
        await Cli.Wrap("cp").WithArguments(["-a", from, to]).ExecuteAsync();

    private void Spy()
    {
        // A copy keeps the mode: the spy is executable because build.sh is.
        Directory.CreateDirectory(Path.Combine(Root, "spy"));
        File.Copy(Path.Combine(Root, "build.sh"), Path.Combine(Root, "spy/dotnet"), overwrite: true);
        ReplaceDotnet($"printf '%s\\n' \"$*\" >>'{SpyLog}'\nexec '{Find("dotnet")}' \"$@\"");
    }

    /// <summary>Where a program is.</summary>
    internal static string Find(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .First(File.Exists);
}
