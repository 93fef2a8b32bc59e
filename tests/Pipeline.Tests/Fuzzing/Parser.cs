using System.Text;

namespace Pipeline.Tests.Fuzzing;

/// <summary>What reads data that others have written.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Seeds">Files that it reads, to be changed.</param>
/// <param name="Read">Reads a file; throws where it is of no use.</param>
internal sealed record Parser(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read)
{
    /// <summary>One for text, which is read as UTF-8.</summary>
    public static Parser OfText(string name, Action<string> read, params IEnumerable<string> seeds) =>
        new(name, [.. seeds.Select(Encoding.UTF8.GetBytes)], bytes => read(Encoding.UTF8.GetString(bytes)));

    /// <inheritdoc />
    public override string ToString() => Name;
}
