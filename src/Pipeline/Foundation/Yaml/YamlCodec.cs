using Pipeline.Foundation.Files;
using YamlDotNet.Core;

namespace Pipeline.Foundation.Yaml;

/// <summary>Writes YAML values in a binary format that reads in a fraction of the time of the text.</summary>
internal static class YamlCodec
{
    private enum Kind : byte
    {
        Plain,
        Quoted,
        List,
        Map,
    }

    /// <summary>The form of a document.</summary>
    public static MemoCodec<YamlMap> Document { get; } = new(Write, reader => (YamlMap)Read(reader));

    private static void Write(BinaryWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlScalar scalar:
                Begin(scalar.IsPlain ? Kind.Plain : Kind.Quoted);
                writer.Write(scalar.Value);
                break;
            case YamlList list:
                Begin(Kind.List);
                writer.Write7BitEncodedInt(list.Items.Count);
                foreach (var item in list.Items)
                    Write(writer, item);
                break;
            case YamlMap map:
                Begin(Kind.Map);
                writer.Write7BitEncodedInt(map.Entries.Count);
                foreach (var (key, value) in map.Entries)
                {
                    Write(writer, key);
                    Write(writer, value);
                }

                break;
        }

        void Begin(Kind kind)
        {
            writer.Write((byte)kind);
            writer.Write7BitEncodedInt64(node.Start.Index);
            writer.Write7BitEncodedInt64(node.Start.Line);
            writer.Write7BitEncodedInt64(node.Start.Column);
        }
    }

    private static YamlNode Read(BinaryReader reader)
    {
        var kind = (Kind)reader.ReadByte();
        var start = new Mark(
            reader.Read7BitEncodedInt64(),
            reader.Read7BitEncodedInt64(),
            reader.Read7BitEncodedInt64()
        );
        if (kind is Kind.Plain or Kind.Quoted)
            return new YamlScalar(start, reader.ReadString(), kind == Kind.Plain);

        var count = reader.Read7BitEncodedInt();
        if (kind == Kind.List)
        {
            var items = new List<YamlNode>(count);
            while (items.Count < count)
                items.Add(Read(reader));
            return new YamlList(start, items);
        }

        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>(count);
        while (entries.Count < count)
            entries.Add(new((YamlScalar)Read(reader), Read(reader)));
        return new YamlMap(start, entries);
    }
}
