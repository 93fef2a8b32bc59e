#nullable disable annotations

using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common;

/// <summary>What a build runs on, and how output looks there.</summary>
public partial class Host
{
    /// <summary>Becomes the host of this process.</summary>
    protected Host() => Instance = this;

    internal static Host Instance { get; private set; }

    /// <summary>Opens a block of output, which ends when the result is disposed of.</summary>
    protected internal virtual IDisposable WriteBlock(string text) =>
        new Bracket(() => Information($"\n══ {text} {new string('═', Math.Max(4, 60 - text.Length))}"), () => { });

    /// <summary>Tells the host of a warning, for it to show in its own way.</summary>
    protected internal virtual void ReportWarning(string text, string details = null) { }

    /// <summary>Tells the host of an error, for it to show in its own way.</summary>
    protected internal virtual void ReportError(string text, string details = null) { }

    /// <summary>Writes the errors and warnings of the run once more.</summary>
    protected internal virtual void WriteErrorsAndWarnings()
    {
        if (s_problems.Count == 0)
            return;

        using (WriteBlock("Errors & Warnings"))
        {
            foreach (var (colour, text) in s_problems)
                Ink.WriteLine(colour, text);
        }
    }

    /// <summary>Writes a table of the targets with their results.</summary>
    protected internal virtual void WriteTargetOutcome(INukeBuild build) => OutcomeTable.Write(build);

    /// <summary>Writes the result of the run.</summary>
    protected internal virtual void WriteBuildOutcome(INukeBuild build)
    {
        var now = DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss");
        if (build.IsSucceeding)
            Ink.WriteLine(Ink.Good, $"\nBuild succeeded on {now}.");
        else
            Ink.WriteLine(Ink.Error, $"\nBuild failed on {now}.");
    }
}
