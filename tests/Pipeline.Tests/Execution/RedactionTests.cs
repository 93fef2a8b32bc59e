using System.Text;
using CsCheck;
using Pipeline.Execution;

namespace Pipeline.Tests.Execution;

public sealed class RedactionTests
{
    private readonly Redaction redaction = new(["made-up secret/1", "made-up"]);

    [Theory]
    [InlineData("token=made-up secret/1;", "token=***;")]
    [InlineData("https://x:made-up%20secret%2F1@host", "https://x:***@host")]
    [InlineData("https://x:made-up%20secret%2f1@host", "https://x:***@host")]
    [InlineData("password=made-up+secret%2F1&", "password=***&")]
    [InlineData("/made-up%20secret/1/", "/***/")]
    [InlineData("Basic bWFkZS11cCBzZWNyZXQvMQ==", "Basic ***")]
    [InlineData("made-up", "***")]
    [InlineData("made-upmade-up", "******")]
    [InlineData("nothing to hide", "nothing to hide")]
    public void A_secret_is_taken_out_in_every_form(string text, string redacted) =>
        redaction.Apply(text).ShouldBe(redacted);

    [Theory]
    [InlineData("u:")]
    [InlineData("us:")]
    [InlineData("use:")]
    public void A_secret_is_taken_out_of_what_base64_encodes_with_it(string user)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}made-up secret/1, and more"));

        var redacted = redaction.Apply(encoded);

        redacted.ShouldContain("***");
        Encoding
            .Latin1.GetString(
                Convert.FromBase64String(redacted.Replace("***", new string('A', encoded.Length - redacted.Length + 3)))
            )
            .ShouldNotContain("ade-up secret/");
    }

    [Theory]
    [InlineData("{\"key\":\"a\\\"b\\\\c<d>é\"}")]
    [InlineData("{\"key\":\"a\\u0022b\\\\c\\u003Cd\\u003E\\u00E9\"}")]
    [InlineData("{\"key\":\"a\\\"b\\\\c\\u003cd\\u003eé\"}")]
    [InlineData("{\"key\":\"a\\\"b\\\\c<d>\\u00e9\"}")]
    public void A_secret_is_taken_out_however_JSON_escapes_it(string json) =>
        new Redaction(["a\"b\\c<d>é"]).Apply(json).ShouldBe("{\"key\":\"***\"}");

    [Fact]
    public void Each_line_of_a_secret_is_one()
    {
        var key = new Redaction(["-----BEGIN-----\nbWFkZS11cA0\nc2VjcmV0cw0\n-----END-----\n"]);

        key.Apply("> bWFkZS11cA0\r\n> c2VjcmV0cw0\r\n").ShouldBe("> ***\r\n> ***\r\n");
    }

    [Fact]
    public void A_secret_that_holds_signs_of_several_bytes_is_found_in_bytes() =>
        Streamed(new(["zażółć-gęślą"]), "a zażółć-gęślą b"u8.ToArray(), [3]).ShouldBe("a *** b"u8.ToArray());

    [Fact]
    public void Secrets_that_overlap_are_taken_out_as_one() =>
        new Redaction(["abcdef", "efghij"]).Apply("-abcdefghij-").ShouldBe("-***-");

    [Fact]
    public void A_secret_that_repeats_itself_is_taken_out_however_it_comes() =>
        Streamed(new(["aaaaaa"]), [.. Enumerable.Repeat((byte)'a', 1000)], [7]).ShouldBe("***"u8.ToArray());

    [Fact]
    public void A_short_value_is_no_secret() => new Redaction(["a"]).Apply("banana").ShouldBe("banana");

    [Fact]
    public void Text_without_secrets_passes_through_byte_for_byte() =>
        Gen.Select(Gen.Byte.Array[0, 2000], Cuts)
            .Sample((bytes, cuts) => Streamed(redaction, bytes, cuts).ShouldBe(bytes), iter: 500);

    [Fact]
    public void No_secret_survives_wherever_the_text_is_cut()
    {
        // Few letters make secrets that begin alike, overlap, and hold one another.
        var secret = Gen.Char["abc \n/é\""].Array[6, 14].Select(letters => new string(letters));
        var filler = Gen.Char["abc \n/é\""].Array[0, 6].Select(letters => new string(letters));
        var pieces = Gen.Select(filler, Gen.Int[0, 9], Gen.Int[0, 3]).Array[1, 12];

        Gen.Select(secret.Array[1, 10], pieces, Cuts)
            .Sample(
                (secrets, parts, cuts) =>
                {
                    var text = string.Concat(
                        parts.Select(part => part.Item1 + Encoded(secrets[part.Item2 % secrets.Length], part.Item3))
                    );

                    var written = Streamed(new(secrets), Encoding.UTF8.GetBytes(text), cuts);

                    foreach (var hidden in secrets.Where(hidden => hidden.Trim().Length >= 6))
                    foreach (var form in Enumerable.Range(0, 4).Select(form => Encoded(hidden, form)))
                        Encoding.UTF8.GetString(written).ShouldNotContain(form);
                },
                iter: 3000
            );
    }

    [Fact]
    public void A_text_is_redacted_the_same_wherever_it_is_cut()
    {
        var letters = Gen.Char["abc\n"];
        Gen.Select(letters.Array[6, 9].Array[1, 5], letters.Array[0, 200], Cuts)
            .Sample(
                (secrets, text, cuts) =>
                {
                    var known = new Redaction(secrets.Select(secret => new string(secret)));

                    var written = Streamed(known, Encoding.UTF8.GetBytes(text), cuts);

                    Encoding.UTF8.GetString(written).ShouldBe(known.Apply(new(text)));
                },
                iter: 3000
            );
    }

    private static Gen<int[]> Cuts => Gen.Int[1, 40].Array[1, 20];

    private static string Encoded(string secret, int form) =>
        form switch
        {
            0 => secret,
            1 => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            2 => Uri.EscapeDataString(secret),
            _ => System.Text.Json.JsonSerializer.Serialize(secret)[1..^1],
        };

    private static byte[] Streamed(Redaction redaction, byte[] bytes, int[] cuts)
    {
        var written = new List<byte>();
        var stream = new LogStream(redaction, text => written.AddRange(Encoding.Latin1.GetBytes(text.ToArray())));
        for (var (from, i) = (0, 0); from < bytes.Length; from += cuts[i++ % cuts.Length])
            stream.Write(bytes.AsSpan(from, Math.Min(cuts[i % cuts.Length], bytes.Length - from)));
        stream.Complete();
        return [.. written];
    }
}
