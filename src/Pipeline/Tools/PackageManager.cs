using System.Text;
using CliWrap;
using Pipeline.Foundation.Processes;

namespace Pipeline.Tools;

/// <summary>The system's package manager, as Setup uses it.</summary>
/// <param name="Name">Its command.</param>
/// <param name="PackagesOf">The packages that install a tool; empty where it has none.</param>
/// <param name="Refresh">The command line that fetches what there is; null where installing does that too.</param>
/// <param name="Command">The command line that installs packages.</param>
internal sealed record PackageManager(
    string Name,
    Func<Tool, ImmutableArray<string>> PackagesOf,
    CommandLine? Refresh,
    Func<ImmutableArray<string>, CommandLine> Command
)
{
    private static readonly PackageManager Apt = new(
        "apt-get",
        tool => tool.Apt,
        AsRoot("apt-get", "update", "-qq"),
        packages => AsRoot(["apt-get", "install", "-y", "-qq", "--no-install-recommends", .. packages])
    );

    private static readonly PackageManager Brew = new(
        "brew",
        tool => tool.Brew,
        Refresh: null,
        packages => new("brew", ["install", .. packages])
    );

    /// <summary>apt or Homebrew, whichever is installed; null where neither is.</summary>
    public static PackageManager? OfThisMachine() =>
        new[] { Apt, Brew }.FirstOrDefault(manager => ProgramPath.Find(manager.Name) is not null);

    /// <summary>
    /// Installs the packages of tools, all at once. Where that fails, those of required tools are installed, and then
    /// those of each optional one: a distribution may lack one of these.
    /// </summary>
    /// <returns>False where there is nothing to install.</returns>
    /// <exception cref="SetupException">The package manager failed for a required tool.</exception>
    public async Task<bool> Install(ImmutableArray<Tool> tools, TextWriter output)
    {
        var needed = Packages(tools.Where(tool => !tool.IsOptional));
        var all = Packages(tools);
        if (all.IsEmpty)
            return false;

        if (Refresh is not null)
            await Run(Refresh, output);
        if (needed.Length == all.Length)
            await Run(Command(all), output);
        else if (!await Tries(all, output))
        {
            if (!needed.IsEmpty)
                await Run(Command(needed), output);
            foreach (var tool in tools.Where(tool => tool.IsOptional && PackagesOf(tool).Length > 0))
                await Tries(PackagesOf(tool), output);
        }

        return true;
    }

    private async Task<bool> Tries(ImmutableArray<string> packages, TextWriter output)
    {
        try
        {
            await Run(Command(packages), output);
            return true;
        }
        catch (SetupException refusal)
        {
            output.WriteLine($"continuing without it: {refusal.Message}");
            return false;
        }
    }

    private ImmutableArray<string> Packages(IEnumerable<Tool> tools) =>
        [.. tools.SelectMany(tool => PackagesOf(tool)).Distinct()];

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
