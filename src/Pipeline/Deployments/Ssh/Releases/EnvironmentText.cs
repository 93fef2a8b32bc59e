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
    /// <exception cref="StepFailedException">
    /// A variable is not set, empty, or has what systemd does not take.
    /// </exception>
    public static string Write(Service service, HostedProgram program, Func<string, string?> variable)
    {
        var text = new StringBuilder();
        foreach (var name in program.Environment)
            text.Append(name)
                .Append("=\"")
                .Append(Special().Replace(Value(service, name, variable(name)), @"\$0"))
                .Append("\"\n");
        return text.ToString();
    }

    private static string Value(Service service, string name, string? value)
    {
        // In a job of GitHub, a secret that nobody has stored is an empty variable.
        if (value is null or "")
            throw new StepFailedException(
                $"{name} is not set, which {service.Name} gets by \"ssh.environment\": set it, or take it out there"
            );
        // systemd would leave the whole variable out, and start the service without it.
        if (value.Any(letter => char.IsControl(letter) && letter is not ('\t' or '\n')))
            throw new StepFailedException(
                $"{name}, which {service.Name} gets by \"ssh.environment\", has a control character, such as a carriage return, that no unit takes: store it without"
            );
        return value;
    }

    // What a backslash escapes within double quotes; all else stands for itself, line breaks too.
    [GeneratedRegex(@"[""\\`$]")]
    private static partial Regex Special();
}
