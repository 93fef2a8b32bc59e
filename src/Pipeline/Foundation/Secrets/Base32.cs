namespace Pipeline.Foundation.Secrets;

/// <summary>Base32 as of RFC 4648, section 6, without padding.</summary>
internal static class Base32
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int BitsOfDigit = 5;

    /// <summary>The digits that some bytes alone decide, after a number of other bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="offset">How many bytes of another text come first.</param>
    public static string Inside(ReadOnlySpan<byte> bytes, int offset)
    {
        // A digit at the edge shares bits with the surrounding text.
        var first = (offset * 8 + BitsOfDigit - 1) / BitsOfDigit;
        var end = (offset + bytes.Length) * 8 / BitsOfDigit;
        var digits = new char[end - first];
        for (var digit = first; digit < end; digit++)
        {
            var value = 0;
            for (var bit = digit * BitsOfDigit; bit < (digit + 1) * BitsOfDigit; bit++)
                value = value << 1 | bytes[bit / 8 - offset] >> 7 - bit % 8 & 1;
            digits[digit - first] = Digits[value];
        }

        return new(digits);
    }
}
