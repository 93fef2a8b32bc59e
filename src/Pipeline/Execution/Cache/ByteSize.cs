using System.Globalization;

namespace Pipeline.Execution.Cache;

/// <summary>Parses sizes as people write them.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["", "K", "M", "G", "T"];

    /// <summary>
    /// A number of bytes: <c>500 MB</c>, <c>5G</c>, <c>1.5 GiB</c>; each unit is 1024 of the one before.
    /// </summary>
    /// <exception cref="UnknownSizeException">It is not a size above 0.</exception>
    public static long Parse(string text)
    {
        var number = text.Trim().ToUpperInvariant().TrimEnd('B').TrimEnd('I');
        var unit = Array.FindLastIndex(Units, unit => number.EndsWith(unit, StringComparison.Ordinal));
        var digits = number[..^Units[unit].Length];
        return
            double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value * Math.Pow(1024, unit) is >= 1 and < long.MaxValue and var bytes
            ? (long)bytes
            : throw new UnknownSizeException(text);
    }
}

/// <summary>Invalid size; the message has an example.</summary>
internal sealed class UnknownSizeException(string text)
    : Exception($"\"{text}\" is not a size: write 500MB or 5GB, for example");
