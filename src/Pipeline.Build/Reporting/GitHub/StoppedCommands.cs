using System.Security.Cryptography;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>
/// Stops the runner's workflow commands except those given here: neither output of tools, nor NUKE's own errors, which
/// would replace more useful annotations. Only this class knows the token that resumes them.
/// </summary>
/// <param name="output">Standard output.</param>
internal sealed class StoppedCommands(TextWriter output)
{
    private string? word;

    /// <summary>Stops commands.</summary>
    public void Stop()
    {
        word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        output.WriteLine(WorkflowCommand.Of("stop-commands", word));
    }

    /// <summary>Writes one command.</summary>
    public void Give(string command)
    {
        Resume();
        output.WriteLine(command);
        Stop();
    }

    /// <summary>Resumes commands.</summary>
    public void Resume()
    {
        if (word is not null)
            output.WriteLine($"::{word}::");
        word = null;
    }
}
