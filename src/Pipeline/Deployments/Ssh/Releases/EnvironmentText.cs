using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Releases;

/// <summary>The file of variables that systemd reads for a service; only root may read it.</summary>
/// <remarks>https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=</remarks>
internal static partial class EnvironmentText
{
    /// <summary>The file's text.</summary>
    /// <param name="service">The service.</param>
    /// <param name="program">How it runs on hosts.</param>
    /// <param name="variable">The value of a variable; null where it is not set.</param>
    /// <exception cref="StepFailedException">A variable is not set, or empty.</exception>
    public static string Write(Service service, HostedProgram program, Func<string, string?> variable)
    {
        var text = new StringBuilder();
        foreach (var name in program.Environment)
            text.Append(name)
                .Append("=\"")
                .Append(
                    Special()
                        .Replace(
                            // In a job of GitHub, a secret that nobody has stored is an empty variable.
                            variable(name) is { Length: > 0 } value
                                ? value
                                : throw new StepFailedException(
                                    $"{name} is not set, which {service.Name} gets by \"ssh.environment\": set it, or take it out there"
                                ),
                            @"\$0"
                        )
                )
                .Append("\"\n");
        return text.ToString();
    }

    // What a backslash escapes within double quotes; all else stands for itself, line breaks too.
    [GeneratedRegex(@"[""\\`$]")]
    private static partial Regex Special();
}
