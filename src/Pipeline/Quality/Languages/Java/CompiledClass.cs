using System.Buffers.Binary;
using System.Text;
using Pipeline.Foundation.Failures;
using Pipeline.Quality.Testing;

namespace Pipeline.Quality.Languages.Java;

/// <summary>Reads which lines of its source a class file has code for.</summary>
internal static class CompiledClass
{
    private const uint Magic = 0xCAFEBABE;

    /// <summary>
    /// The lines; none where it was compiled without them. A source is named as by <see cref="JacocoReport"/>.
    /// </summary>
    /// <param name="name">The file's name, for the message.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="StepFailedException">It is no class file.</exception>
    public static ImmutableArray<CodeLine> Lines(string name, ReadOnlySpan<byte> content)
    {
        var reader = new Reader(content);
        try
        {
            if (reader.U4() != Magic)
                throw new StepFailedException($"{name} is no class file");
            reader.Skip(4);
            return Lines(ref reader);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new StepFailedException($"the class file {name} is broken: compile it again");
        }
    }

    private static ImmutableArray<CodeLine> Lines(ref Reader reader)
    {
        var (texts, classes) = Constants(ref reader);
        reader.Skip(2);
        var type = texts.GetValueOrDefault(classes.GetValueOrDefault(reader.U2()), "");
        reader.Skip(2);
        reader.Skip(2 * reader.U2());

        var numbers = new SortedSet<int>();
        for (var kind = 0; kind < 2; kind++)
        for (var members = reader.U2(); members > 0; members--)
        {
            reader.Skip(6);
            Attributes(ref reader, texts, numbers);
        }

        var source = Attributes(ref reader, texts, numbers);
        return source is null
            ? []
            :
            [
                .. numbers.Select(number => new CodeLine(
                    $"{type[..Math.Max(type.LastIndexOf('/'), 0)]}/{source}",
                    number
                )),
            ];
    }

    // Of the pool's constants, by their index: texts, and the texts that classes are named by.
    private static (Dictionary<int, string> Texts, Dictionary<int, int> Classes) Constants(ref Reader reader)
    {
        var texts = new Dictionary<int, string>();
        var classes = new Dictionary<int, int>();
        var count = reader.U2();
        for (var index = 1; index < count; index++)
            switch (reader.U1())
            {
                case 1:
                    texts[index] = Encoding.UTF8.GetString(reader.Take(reader.U2()));
                    break;
                case 7:
                    classes[index] = reader.U2();
                    break;
                case 8 or 16 or 19 or 20:
                    reader.Skip(2);
                    break;
                case 15:
                    reader.Skip(3);
                    break;
                case 3 or 4 or 9 or 10 or 11 or 12 or 17 or 18:
                    reader.Skip(4);
                    break;
                // A long or a double takes two places.
                case 5 or 6:
                    reader.Skip(8);
                    index++;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(reader));
            }

        return (texts, classes);
    }

    // Gives the name of the source, where they hold it.
    private static string? Attributes(ref Reader reader, Dictionary<int, string> texts, SortedSet<int> numbers)
    {
        string? source = null;
        for (var attributes = reader.U2(); attributes > 0; attributes--)
        {
            var name = texts.GetValueOrDefault(reader.U2());
            var value = new Reader(reader.Take(checked((int)Math.Min(reader.U4(), int.MaxValue))));
            if (name == "SourceFile")
                source = texts.GetValueOrDefault(value.U2());
            else if (name == "Code")
                OfCode(ref value, texts, numbers);
            else if (name == "LineNumberTable")
                for (var entries = value.U2(); entries > 0; entries--)
                {
                    value.Skip(2);
                    numbers.Add(value.U2());
                }
        }

        return source;
    }

    private static void OfCode(ref Reader code, Dictionary<int, string> texts, SortedSet<int> numbers)
    {
        code.Skip(4);
        code.Skip(checked((int)Math.Min(code.U4(), int.MaxValue)));
        code.Skip(8 * code.U2());
        Attributes(ref code, texts, numbers);
    }

    // All numbers are big-endian.
    private ref struct Reader(ReadOnlySpan<byte> content)
    {
        private ReadOnlySpan<byte> rest = content;

        public byte U1() => Take(1)[0];

        public ushort U2() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

        public uint U4() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

        public void Skip(int count) => Take(count);

        public ReadOnlySpan<byte> Take(int count)
        {
            var taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}
