using System.Text;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>A text that has to stay below a size: what is too much is left out whole, and counted.</summary>
/// <param name="most">Bytes that it may have.</param>
internal sealed class SummaryText(long most)
{
    private const int Reserve = 512;

    private readonly StringBuilder text = new();
    private long size;
    private int left;

    /// <summary>Adds a part where there is room for it.</summary>
    /// <returns>False where there was none.</returns>
    public bool Add(string part)
    {
        var bytes = Encoding.UTF8.GetByteCount(part);
        // After the first that was left out, a later one would stand in the wrong place.
        if (left > 0 || size + bytes > most - Reserve)
        {
            left++;
            return false;
        }

        text.Append(part);
        size += bytes;
        return true;
    }

    /// <summary>The text; its last line tells how much was left out.</summary>
    public override string ToString() =>
        left == 0
            ? text.ToString()
            : $"{text}\n\n**{left} parts are left out here**, for a summary may have no more than 1 MiB: the report has all of them.\n";
}
