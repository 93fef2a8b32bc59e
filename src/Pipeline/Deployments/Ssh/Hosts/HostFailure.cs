using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>Says why a script could not do its work on a host.</summary>
internal static class HostFailure
{
    /// <summary>The failure.</summary>
    /// <param name="host">The host.</param>
    /// <param name="error">What the script wrote to standard error.</param>
    public static StepFailedException Of(HostAddress host, string error)
    {
        var said = error.Trim().Split('\n')[^1].Trim();
        return new(
            Says("a password is required") || Says("no tty present") || Says("a terminal is required")
                ? $"{host}: sudo wants a password of {host.User}: log in as root, or let sudo run sh without one there"
            : Says("not in the sudoers")
                ? $"{host}: {host.User} may not use sudo there: log in as root, or give it the right"
            : Says("sudo: not found") || Says("sudo: command not found")
                ? $"{host}: {host.User} is not root, and there is no sudo: log in as root, or install it"
            : Says("No space left on device") || Says("Disk quota exceeded")
                ? $"{host}: its disk is full ({said}): make room there, or keep fewer releases (\"ssh.keep\")"
            : said.Length > 0 ? $"{host}: {said}"
            : $"{host}: its shell ended without a word: see whether {host.User} has a login shell there"
        );

        bool Says(string words) => error.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
