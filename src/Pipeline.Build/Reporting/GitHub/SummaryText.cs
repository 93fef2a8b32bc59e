using System.Text;

namespace Pipeline.Build.Reporting.GitHub;

/// <summary>A text with a size limit: parts that do not fit are left out whole, and counted.</summary>
/// <param name="most">The limit in bytes.</param>
internal sealed class SummaryText(long most)
{
    private const int Reserve = 512;

    private readonly StringBuilder text = new();
    private long size;
    private int left;

    /// <summary>Adds a part if it fits.</summary>
    /// <returns>False where it does not fit.</returns>
    public bool Add(string part)
    {
        var bytes = Encoding.UTF8.GetByteCount(part);
        // Later parts are left out too, or they would appear in the wrong place.
        if (left > 0 || size + bytes > most - Reserve)
        {
            left++;
            return false;
        }

        text.Append(part);
        size += bytes;
        return true;
    }

    /// <summary>The text; its last line says how much was left out.</summary>
    public override string ToString() =>
        left == 0
            ? text.ToString()
            : $"{text}\n\n**{left} parts are left out here**, for a summary may have no more than 1 MiB: the report has all of them.\n";
}
