using System.Text;

namespace Pipeline.Execution.Logs;

/// <summary>
/// The log of work that is done for several steps at once: the first step's log has each line at once, and the others
/// get all of them together, since a line for each of a thousand logs would take longer than the work.
/// </summary>
/// <param name="logs">The steps' logs; at least one.</param>
internal sealed class JointLog(ImmutableArray<StepLog> logs)
{
    private readonly StringBuilder held = new();

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        logs[0].Write(line);
        lock (held)
            held.Append(line).Append('\n');
    }

    /// <summary>Writes the lines so far to the other logs.</summary>
    public void Flush()
    {
        string text;
        lock (held)
        {
            text = held.ToString().TrimEnd('\n');
            held.Clear();
        }

        if (text.Length > 0)
            foreach (var log in logs.Skip(1))
                log.Write(text);
    }
}
