using System.Text;
using System.Text.Json;
using CsCheck;
using Pipeline.Execution.Logs;
using Pipeline.Foundation.Secrets;

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
    public void What_is_stated_in_plain_text_anyway_is_no_secret() =>
        new Redaction(["bookshop", "made-up"], ["127.0.0.1/bookshop/auth"])
            .Apply("bookshop made-up")
            .ShouldBe("bookshop ***");

    [Fact]
    public void What_is_stated_elsewhere_is_told() =>
        new Redaction(["bookshop", "made-up"], ["127.0.0.1/bookshop/auth"]).StatedElsewhere.ShouldContain(
            "a parameter of the build"
        );

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("use")]
    [InlineData("user")]
    public void A_secret_is_taken_out_of_what_base32_encodes_with_it(string user)
    {
        // "made-up secret/1" at each offset, by Python's base64.b32encode.
        var digits = new Dictionary<string, string>
        {
            [""] = "NVQWIZJNOVYCA43FMNZGK5BPGE",
            ["u"] = "OVWWCZDFFV2XAIDTMVRXEZLUF4YQ",
            ["us"] = "OVZW2YLEMUWXK4BAONSWG4TFOQXTC",
            ["use"] = "OVZWK3LBMRSS25LQEBZWKY3SMV2C6MI",
            ["user"] = "OVZWK4TNMFSGKLLVOAQHGZLDOJSXILZR",
        }[user];

        redaction.Apply($"<{digits}>").ShouldContain("***");
    }

    [Fact]
    public void A_secret_is_taken_out_of_what_PowerShell_takes_as_a_command() =>
        redaction
            .Apply(Convert.ToBase64String(Encoding.Unicode.GetBytes("echo made-up secret/1;")))
            .ShouldContain("***");

    [Fact]
    public void A_secret_is_taken_out_of_bytes_in_UTF_16() =>
        Streamed(redaction, Encoding.Unicode.GetBytes("made-up secret/1"), [5]).ShouldBe("***"u8.ToArray());

    [Fact]
    public void A_secret_is_taken_out_of_JSON_within_JSON()
    {
        const string Secret = "made\"up\\é";
        var inner = JsonSerializer.Serialize(new { key = Secret });

        new Redaction([Secret])
            .Apply(JsonSerializer.Serialize(new { body = inner }))
            .ShouldBe(
                JsonSerializer.Serialize(new { body = inner.Replace(JsonSerializer.Serialize(Secret)[1..^1], "***") })
            );
    }

    [Theory]
    [InlineData("DEPLOY_KEY", "made-up value", "made-up value")]
    [InlineData("DB_PWD", "made-up value", "made-up value")]
    [InlineData("sentry_dsn", "made-up value", "made-up value")]
    [InlineData("CLOUD", "AKIAMADEUPMADEUPMADE", "AKIAMADEUPMADEUPMADE")]
    [InlineData("BOT", "xoxb-made-up-made-up-made-up", "xoxb-made-up-made-up-made-up")]
    [InlineData("ANY", "-----BEGIN RSA PRIVATE KEY-----\nbWFkZQ", "-----BEGIN RSA PRIVATE KEY-----\nbWFkZQ")]
    [InlineData("DATABASE_URL", "postgres://shop:made%2Dup@db:5432/shop", "made%2Dup,made-up")]
    [InlineData(
        "MIRROR",
        "https://ghp_madeupmadeupmadeup:x-oauth-basic@github.com/a",
        "ghp_madeupmadeupmadeup,x-oauth-basic"
    )]
    [InlineData("STORE", "Server=db;User=shop;Password=made-up=1;", "made-up=1")]
    [InlineData("HTTP_PROXY", "http://proxy.example:3128", "")]
    [InlineData("DATABASE_URL", "postgres://postgres:postgres@localhost/shop", "")]
    [InlineData("OLDPWD", "a/folder", "")]
    [InlineData("MONKEY", "a value", "")]
    public void Variables_hold_secrets_by_their_names_and_by_the_shape_of_their_values(
        string name,
        string value,
        string secrets
    ) =>
        string.Join(',', SecretVariables.In(new(name, value)).Where(secret => secret.Length > 0).Distinct())
            .ShouldBe(secrets);

    [Fact]
    public void Each_line_of_a_secret_is_one()
    {
        var key = new Redaction(["-----BEGIN-----\nbWFkZS11cA0\nc2VjcmV0cw0\n-----END-----\n"]);

        key.Apply("> bWFkZS11cA0\r\n> c2VjcmV0cw0\r\n").ShouldBe("> ***\r\n> ***\r\n");
    }

    [Theory]
    [InlineData("one-line-1\r\ntwo-line-2")]
    [InlineData("one-line-1\ntwo-line-2")]
    [InlineData("a\nb\nc\nd")]
    public void A_secret_of_several_lines_is_found_whichever_way_they_end(string secret)
    {
        var known = new Redaction([secret]);
        var unix = secret.ReplaceLineEndings("\n");
        string[] spellings = [unix, unix.ReplaceLineEndings("\r\n")];

        foreach (var spelling in spellings)
        foreach (
            var text in new[]
            {
                spelling,
                JsonSerializer.Serialize(spelling),
                Uri.EscapeDataString(spelling),
                Convert.ToBase64String(Encoding.UTF8.GetBytes(spelling)),
            }
        )
            known.Apply($"<{text}>").ShouldNotContain(text.Trim('"'));
    }

    [Theory]
    [InlineData("3c6d6164652d75703e2026202273656372657422")]
    [InlineData("3C6D6164652D75703E2026202273656372657422")]
    [InlineData("&lt;made-up&gt; &amp; &quot;secret&quot;")]
    public void A_secret_is_found_as_digits_and_in_markup(string text) =>
        new Redaction(["<made-up> & \"secret\""]).Apply($"a {text} b").ShouldBe("a *** b");

    [Theory]
    [InlineData(64, "\n")]
    [InlineData(76, "\r\n")]
    [InlineData(76, "\n    ")]
    [InlineData(64, "\\n")]
    public void A_secret_is_taken_out_of_base64_in_lines_wherever_they_end(int width, string lineBreak)
    {
        const string Secret =
            "made-up: a secret that is long enough to take up several lines of base64, whichever way it is cut";
        var known = new Redaction([Secret]);
        for (var before = 0; before < 80; before++)
        {
            var bytes = Encoding.UTF8.GetBytes(new string('-', before) + Secret + " and more that may be read");
            var digits = Convert.ToBase64String(bytes);
            var wrapped = string.Join(lineBreak, digits.Chunk(width).Select(line => new string(line)));

            var whole = known.Apply(wrapped);
            var streamed = Encoding.Latin1.GetString(
                Streamed(known, Encoding.Latin1.GetBytes(wrapped), [before % 13 + 1])
            );

            streamed.ShouldBe(whole);
            var left = whole.Replace(lineBreak, "", StringComparison.Ordinal);
            // The digits that the secret alone decides, but for fewer than six of them at the end of a line.
            var first = (before * 8 + 5) / 6;
            var end = (before + Secret.Length) * 8 / 6;
            for (var at = first; at + 6 <= end; at++)
                left.ShouldNotContain(digits[at..(at + 6)], Case.Sensitive, $"{before} before, in {whole}");
            left.ShouldEndWith(digits[(end + 1)..]);
        }
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

    [Fact]
    public void What_a_program_writes_in_pieces_is_redacted_and_held_back_no_longer_than_it_must_be()
    {
        var written = new StringWriter();
        using var output = new RedactedOutput(Task.FromResult(redaction), written);

        output.Write("a made");
        var held = written.ToString();
        output.Write("-up sec");
        output.WriteLine("ret/1 b");

        held.ShouldBe("a ");
        written.ToString().ShouldBe("a *** b\n");
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
