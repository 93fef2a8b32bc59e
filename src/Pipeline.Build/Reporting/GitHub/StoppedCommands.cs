using System.Security.Cryptography;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>
/// Has the runner take nothing for a command but what is given here: neither what a tool has printed, nor NUKE's own errors, which
/// would take the place of annotations that say more. Nobody else knows the word that ends that.
/// </summary>
/// <param name="output">Standard output.</param>
internal sealed class StoppedCommands(TextWriter output)
{
    private string? word;

    /// <summary>From here on nothing is a command.</summary>
    public void Stop()
    {
        word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        output.WriteLine(WorkflowCommand.Of("stop-commands", word));
    }

    /// <summary>Gives one command.</summary>
    public void Give(string command)
    {
        Resume();
        output.WriteLine(command);
        Stop();
    }

    /// <summary>From here on commands are commands again.</summary>
    public void Resume()
    {
        if (word is not null)
            output.WriteLine($"::{word}::");
        word = null;
    }
}
