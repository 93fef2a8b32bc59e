using System.IO.Compression;
using CliWrap;
using CliWrap.Buffered;
using EndToEnd.Tests.Delivery;
using Pipeline.Tests;

namespace EndToEnd.Tests.Adoption;

/// <summary>The packages of this repository, packed once, in a feed that also has later versions of the tool.</summary>
public sealed class StandInFeed : IAsyncLifetime
{
    public const string Version = "0.1.0-standin";
    public const string Second = "0.2.0-standin";
    public const string Third = "0.3.0-standin";

    private static readonly string Machine = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ".nuget",
        "packages"
    );

    private readonly string root = Directory.CreateTempSubdirectory("feed-").FullName;

    /// <summary>The file names of the packages.</summary>
    public IReadOnlyList<string> Packages { get; private set; } = [];

    private string Folder => Path.Combine(root, "packages");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        var pack = await Cli.Wrap("dotnet")
            .WithArguments([TestedBuild.Path, "Pack", "--stand-ins", "--root", SamplePlatform.Checkout])
            .WithWorkingDirectory(SamplePlatform.Checkout)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        pack.ExitCode.ShouldBe(0, pack.StandardOutput + pack.StandardError);

        Directory.CreateDirectory(Folder);
        var packed = Directory.GetFiles(Path.Combine(SamplePlatform.Checkout, "artifacts", "feed"), "*.nupkg");
        foreach (var package in packed)
            File.Copy(package, Path.Combine(Folder, Path.GetFileName(package)));
        Packages = [.. packed.Select(package => Path.GetFileName(package)).Order(StringComparer.Ordinal)];
        foreach (var later in (string[])[Second, Third])
            MakeTool(later);
    }

    /// <summary>
    /// A NuGet.config that takes these packages from here, and all others from what the machine has fetched already.
    /// </summary>
    public string Configuration =>
        $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{root}/global" />
              </config>
              <packageSources>
                <clear />
                <add key="here" value="{Folder}" />
                <add key="machine" value="{Machine}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="here">
                  <package pattern="Pipeline*" />
                  <package pattern="Nuke.Common" />
                  <package pattern="AWSSDK.ECR" />
                </packageSource>
                <packageSource key="machine">
                  <package pattern="*" />
                  <package pattern="Nuke.Common" />
                  <package pattern="AWSSDK.ECR" />
                </packageSource>
              </packageSourceMapping>
            </configuration>
            """;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    // The same tool under another number: which version a repository runs stands in the repository.
    private void MakeTool(string version)
    {
        var path = Path.Combine(Folder, $"Pipeline.Tool.{version}.nupkg");
        File.Copy(Path.Combine(Folder, $"Pipeline.Tool.{Version}.nupkg"), path);
        using var package = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = package.GetEntry("Pipeline.Tool.nuspec")!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
            text = reader.ReadToEnd();
        entry.Delete();
        using var writer = new StreamWriter(package.CreateEntry("Pipeline.Tool.nuspec").Open());
        writer.Write(text.Replace($"<version>{Version}", $"<version>{version}", StringComparison.Ordinal));
    }
}
