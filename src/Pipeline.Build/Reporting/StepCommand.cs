using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Execution.Steps;

namespace Pipeline.Build.Reporting;

/// <summary>The command that runs a step again.</summary>
internal static class StepCommand
{
    /// <summary>
    /// The command as typed into a shell. It names its service instead of <c>--since</c>, whose base moves
    /// and may exclude the service later.
    /// </summary>
    public static string Of(StepKey step, RunOptions options)
    {
        var name = options.Environment.Name;
        string[] environment = name == DeploymentEnvironment.LocalName ? [] : ["--environment", name];
        IEnumerable<string> arguments = [step.Target, "--service", step.Service, .. environment, .. options.Settings];
        return $"./build.sh {string.Join(' ', arguments.Select(Quoted))}";
    }

    private static string Quoted(string argument) =>
        argument.Length > 0
        && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,@%+".Contains(letter))
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
