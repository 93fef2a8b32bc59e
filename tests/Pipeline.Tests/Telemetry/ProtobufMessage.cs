using Google.Protobuf;

namespace Pipeline.Tests.Telemetry;

/// <summary>The fields of a message that hold bytes: texts and messages within it; others are passed over.</summary>
internal sealed class ProtobufMessage
{
    private readonly ILookup<int, ByteString> fields;

    /// <exception cref="InvalidProtocolBufferException">It is no message.</exception>
    public ProtobufMessage(ByteString content)
    {
        var input = content.CreateCodedInput();
        List<(int Number, ByteString Value)> found = [];
        for (uint tag; (tag = input.ReadTag()) != 0; )
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
            else
                input.SkipLastField();
        fields = found.ToLookup(field => field.Number, field => field.Value);
    }

    /// <summary>The messages in a field.</summary>
    public IEnumerable<ProtobufMessage> All(int field) => fields[field].Select(content => new ProtobufMessage(content));

    /// <summary>The text in a field.</summary>
    public string Text(int field) => fields[field].SingleOrDefault(ByteString.Empty).ToStringUtf8();

    /// <summary>The bytes in a field, in hexadecimal digits.</summary>
    public string Hex(int field) => Convert.ToHexStringLower(fields[field].SingleOrDefault(ByteString.Empty).Span);
}
