using CsCheck;

namespace Pipeline.Tests.Fuzzing;

/// <summary>Changes of a file as damage or an adversary makes them: some bytes, cuts, repeats, odd signs.</summary>
internal static class Mutation
{
    // What means something in YAML, JSON, XML, Dockerfiles, reports and Git's output.
    private static readonly string[] Signs =
    [
        "\0",
        "\n",
        "\r",
        "\t",
        " ",
        "\"",
        "'",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "-",
        "#",
        "&a",
        "*a",
        "!!int",
        "|",
        ">",
        "<",
        "</",
        "<!--",
        "&#x0;",
        "null",
        "true",
        "-1",
        "0",
        "1e999",
        "99999999999999999999",
        "𝄞",
        "\uFEFF",
        "\u2028",
        "%00",
        "FROM",
        "ARG",
        "${",
        "$",
        "..",
        "/",
        "@",
        "sha256:",
        "\u001b[31m",
        "::error::",
    ];

    /// <summary>Up to six changes of one of some files.</summary>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> seeds) =>
        Gen.Select(
            Gen.Int[0, seeds.Count - 1].Select(index => seeds[index]),
            Change.Array[0, 6],
            (seed, changes) => changes.Aggregate(seed, (bytes, change) => change(bytes))
        );

    private static Gen<Func<byte[], byte[]>> Change =>
        Gen.Select(
                Gen.Int[0, 5],
                Gen.Double[0, 1],
                Gen.Int[0, 40],
                Gen.Byte,
                Gen.Int[0, Signs.Length - 1].Select(index => Signs[index]),
                Gen.Int[2, 200]
            )
            .Select(
                Func<byte[], byte[]> (kind, place, length, value, sign, times) =>
                    bytes =>
                    {
                        var at = (int)(place * bytes.Length);
                        var end = Math.Min(bytes.Length, at + length);
                        return kind switch
                        {
                            0 => [.. bytes[..at], value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
                            1 => [.. bytes[..at], .. System.Text.Encoding.UTF8.GetBytes(sign), .. bytes[at..]],
                            2 => [.. bytes[..at], .. bytes[end..]],
                            3 => bytes[..at],
                            4 =>
                            [
                                .. bytes[..end],
                                .. Enumerable.Repeat(bytes[at..end], times).SelectMany(part => part),
                                .. bytes[end..],
                            ],
                            _ =>
                            [
                                .. bytes[..at],
                                .. Enumerable
                                    .Repeat(System.Text.Encoding.UTF8.GetBytes(sign), times)
                                    .SelectMany(part => part),
                                .. bytes[at..],
                            ],
                        };
                    }
            );
}
