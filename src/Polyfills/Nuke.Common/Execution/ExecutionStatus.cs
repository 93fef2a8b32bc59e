namespace Nuke.Common.Execution;

/// <summary>How far a target has come.</summary>
public enum ExecutionStatus
{
    /// <summary>Not part of the run.</summary>
    None,

    /// <summary>Waits for its turn.</summary>
    Scheduled,

    /// <summary>Never had its turn, because the run ended before.</summary>
    NotRun,

    /// <summary>Left out: by parameter, by a condition, or with a target that was left out.</summary>
    Skipped,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended by an exception.</summary>
    Failed,

    /// <summary>Has its turn.</summary>
    Running,

    /// <summary>Was running when the run was cancelled.</summary>
    Aborted,

    /// <summary>Has no actions of its own.</summary>
    Collective,
}
