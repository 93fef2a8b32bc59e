namespace Pipeline.Foundation.Processes;

/// <summary>Takes what a program does and writes.</summary>
internal interface ICommandLog
{
    /// <summary>Where a user can read all of it.</summary>
    string Location { get; }

    /// <summary>Writes a line.</summary>
    void Write(string line);

    /// <summary>A stream of output that goes there as it is, but for its secrets.</summary>
    IOutputTarget Stream();
}
