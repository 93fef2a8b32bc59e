using System.ComponentModel;

namespace Pipeline.Build.Run;

/// <summary>What a run ends with, as the reference of the documents has it.</summary>
internal enum ExitCode : byte
{
    [Description("Everything that was asked for is done, or was done already.")]
    Passed = 0,

    [Description("The bootstrap could not start the build: no SDK, no folder to write to, or it does not compile.")]
    NotStarted = 1,

    [Description("The terminal was closed (SIGHUP) before the first step.")]
    HungUp = 129,

    [Description("The run was interrupted (Ctrl-C).")]
    Interrupted = 130,

    [Description("The run was asked to end (SIGTERM) before its first step.")]
    Terminated = 143,

    [Description(
        "A step failed or was blocked, a check found a difference, the run was ended, or the command line or the catalog is wrong."
    )]
    Failed = 255,
}
