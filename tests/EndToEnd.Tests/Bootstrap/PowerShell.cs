using CliWrap;

namespace EndToEnd.Tests.Bootstrap;

/// <summary>PowerShell, installed as a .NET tool.</summary>
public sealed class PowerShell : IAsyncLifetime
{
    private const string Version = "7.6.9";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("powershell-");

    /// <inheritdoc />
    public async ValueTask InitializeAsync() =>
        await Cli.Wrap("dotnet")
            .WithArguments(["tool", "install", "PowerShell", "--version", Version, "--tool-path", _folder.FullName])
            .ExecuteAsync();

    /// <summary>The program.</summary>
    public string Program => Path.Combine(_folder.FullName, "pwsh");

    /// <summary>The arguments that start a script.</summary>
    public static string[] Script(string path, params string[] arguments) =>
        ["-NoProfile", "-NonInteractive", "-File", path, .. arguments];

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
