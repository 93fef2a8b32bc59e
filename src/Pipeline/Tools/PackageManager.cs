using System.Text;
using CliWrap;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tools;

/// <summary>The system's package manager, as Setup uses it.</summary>
/// <param name="Name">Its command.</param>
/// <param name="PackagesOf">The packages that install a tool; empty where it has none.</param>
/// <param name="Commands">The command lines that install packages, in order.</param>
public sealed record PackageManager(
    string Name,
    Func<Tool, ImmutableArray<string>> PackagesOf,
    Func<ImmutableArray<string>, ImmutableArray<CommandLine>> Commands
)
{
    private static readonly PackageManager Apt = new(
        "apt-get",
        tool => tool.Apt,
        packages =>
            [
                AsRoot("apt-get", "update", "-qq"),
                AsRoot(["apt-get", "install", "-y", "-qq", "--no-install-recommends", .. packages]),
            ]
    );

    private static readonly PackageManager Brew = new(
        "brew",
        tool => tool.Brew,
        packages => [new("brew", ["install", .. packages])]
    );

    /// <summary>apt or Homebrew, whichever is installed; null where neither is.</summary>
    public static PackageManager? OfThisMachine() =>
        new[] { Apt, Brew }.FirstOrDefault(manager => ProgramPath.Find(manager.Name) is not null);

    /// <summary>Installs packages.</summary>
    /// <exception cref="SetupException">The package manager failed.</exception>
    public async Task Install(ImmutableArray<string> packages, TextWriter output)
    {
        foreach (var command in Commands(packages))
            await Run(command, output);
    }

    /// <summary>Shows and runs a command of the set-up; shows its output only if it fails.</summary>
    /// <exception cref="SetupException">It failed.</exception>
    internal static async Task Run(CommandLine command, TextWriter output)
    {
        output.WriteLine($"$ {command}");
        var text = new StringBuilder();
        var result = await Cli.Wrap(command.Program)
            .WithArguments(command.Arguments)
            .WithWorkingDirectory(command.Directory ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" })
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(text))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(text))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
        if (result.ExitCode == 0)
            return;

        output.WriteLine(text);
        throw new SetupException(
            $"\"{command}\" ended with {result.ExitCode}: fix the problem shown above, or run it yourself"
        );
    }

    private static CommandLine AsRoot(params ImmutableArray<string> command) =>
        Environment.IsPrivilegedProcess ? new(command[0], command[1..]) : new("sudo", ["-n", .. command]);
}
