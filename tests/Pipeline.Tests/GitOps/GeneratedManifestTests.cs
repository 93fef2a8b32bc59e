using System.Text;
using CsCheck;

namespace Pipeline.Tests.GitOps;

/// <summary>Documents with everything that YAML allows around an image: every byte but those of the image stays.</summary>
public class GeneratedManifestTests
{
    private const string Marker = "\u0001";

    private static readonly Gen<string> Words = OneOf(
        "a",
        "image: x",
        "größe",
        "漢字",
        "🚀 los",
        "auth",
        "#1",
        "'",
        "--- no",
        "\u00a0",
        "{{ x }}",
        "\ttab"
    );

    private static readonly Gen<string> Comment = Gen.OneOf(
        Gen.Const(""),
        Gen.Const("\n"),
        Gen.Const("   \n"),
        Words.Select(word => $"# {word}\n"),
        Words.Select(word => $"      # image: {word}\n")
    );

    private static readonly Gen<string> Tail = Gen.OneOf(
        OneOf("", " ", "\t", " #", "   # image: x: {y}"),
        Words.Select(word => $" # {word}")
    );

    private static readonly Gen<string> Old = OneOf(
        "auth:1",
        "busybox",
        "registry:5000/togglemaster/auth-service",
        "<ACCOUNT>.dkr/x:latest",
        "REPLACE_ME/auth",
        "a.b/c@sha256:0000",
        "0123456",
        "12e4567"
    );

    private static readonly Gen<string> Quote = OneOf("", "'", "\"");

    private static readonly Gen<string> Image =
        from quote in Quote
        from old in Old
        select $"{quote}{Marker}{old}{Marker}{quote}";

    private static readonly Gen<string> Block =
        from image in Image
        from tail in Tail
        from comments in Comment.Array[8]
        from space in OneOf(" ", "   ", " \t")
        from key in OneOf("image", "\"image\"", "'image'")
        from nameFirst in Gen.Bool
        let name = $"name: auth # image: no\n"
        let value = $"{key}:{space}{image}{tail}\n"
        select $"{comments[0]}apiVersion: apps/v1\n{comments[1]}kind: Deployment\nmetadata:\n  name: 'auth'\n{comments[2]}spec:\n"
            + $"  template:\n{comments[3]}    spec:\n      volumes: []\n      containers:\n{comments[4]}"
            + "        - {name: proxy, image: \"envoy:1\"} # 🚀\n"
            + (
                nameFirst
                    ? $"        - {name}{comments[5]}          {value}"
                    : $"        - {value}{comments[5]}          {name}"
            )
            + $"          args: [\"--image: 'x'\", é]\n          command:\n          - |\n            image: 漢\n\n             x\n{comments[6]}";

    private static readonly Gen<string> Flow =
        from image in Image
        from space in OneOf("", " ", "\n   ", "  # image: x\n  ")
        select $"{{kind: Deployment,{space} metadata: {{name: auth}}, spec: {{template: {{spec: {{containers: [{space}\n"
            + $"  {{name: proxy, image: x}}, {{ name: auth, \"image\": {image}{space} }}{space} ]}}}}}}}}\n";

    private static readonly Gen<string> Other = OneOf(
        "kind: Service\nmetadata: {name: auth}\n",
        "{} # nothing\n",
        "a: &x [1, 2]\nb: *x\n",
        "- image: auth:1\n- 🚀\n",
        "kind: ConfigMap\ndata:\n  a: >+\n    image: x\n\n\n",
        "\"kind\": \"Deployment\"\n",
        "text\n",
        "|\n  containers:\n   image: é\n"
    );

    private static readonly Gen<string> File =
        from before in Other.Array[0, 3]
        from workload in Gen.OneOf(Block, Flow)
        from after in Other.Array[0, 3]
        from head in OneOf("", "---\n", "%YAML 1.1\n---\n", "\n\n")
        from separator in OneOf("---\n", "...\n---\n", "--- # image: x\n")
        from mark in OneOf("", "\uFEFF")
        from final in Gen.Bool
        let text = head + string.Join(separator, [.. before, workload, .. after])
        select mark + (final ? text : text.TrimEnd('\n'));

    [Fact]
    public void A_bump_keeps_every_other_byte() =>
        Gen.Select(File, Gen.Int[0, 3], Gen.Bool.Array[200])
            .Sample(
                (marked, endings, crlf) =>
                {
                    var text = WithEndings(marked, endings, crlf);
                    var expected = ReplaceMarked(text, ManifestCase.NewImage.ToString());

                    var after = ManifestCase.Of(text.Replace(Marker, "")).Edit("auth")["deployment.yaml"];

                    return after == Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(expected));
                },
                iter: 3_000,
                threads: 1
            );

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    // LF, CRLF, or either by chance from line to line.
    private static string WithEndings(string text, int kind, bool[] crlf)
    {
        var lines = text.Split('\n');
        var joined = new StringBuilder(lines[0]);
        for (var i = 1; i < lines.Length; i++)
            joined.Append(kind == 1 || (kind > 1 && crlf[i % crlf.Length]) ? "\r\n" : "\n").Append(lines[i]);
        return joined.ToString();
    }

    private static string ReplaceMarked(string text, string value)
    {
        var parts = text.Split(Marker);
        return parts[0] + value + parts[2];
    }
}
