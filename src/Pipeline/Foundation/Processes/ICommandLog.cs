namespace Pipeline.Foundation.Processes;

/// <summary>The log of a program.</summary>
internal interface ICommandLog
{
    /// <summary>Where a user finds the log.</summary>
    string Location { get; }

    /// <summary>Writes a line.</summary>
    void Write(string line);

    /// <summary>A stream of output that goes there as it is, except for secrets.</summary>
    IOutputTarget Stream();
}
