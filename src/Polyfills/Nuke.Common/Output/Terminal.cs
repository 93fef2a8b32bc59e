namespace Nuke.Common.Execution;

/// <summary>The terminal of a person.</summary>
public class Terminal : Host
{
    /// <summary>A terminal is what a build runs on when it is found to run on nothing else.</summary>
    public static bool IsRunningTerminal => true;
}
