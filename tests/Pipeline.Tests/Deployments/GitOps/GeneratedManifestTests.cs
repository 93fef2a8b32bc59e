using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Pipeline.Catalog;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>
/// Documents with everything that YAML allows around an image: every byte but those of the image stays.
/// </summary>
public partial class GeneratedManifestTests
{
    // Each stands on both sides of a scalar, its quotes included: of a whole reference, a repository, a tag and a
    // digest.
    private const string Markers = "\u0001\u0002\u0003\u0004";

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

    private static readonly Gen<string> Image = Marked(0, Old);

    private static readonly Gen<string> Repository = Marked(
        1,
        OneOf("auth", "registry:5000/x/auth-service", "<ACCOUNT>/y")
    );

    private static readonly Gen<string> Tag = Marked(2, OneOf("40", "0a1b2c3", "v1.0.0-0a1b2c3", "0123456", "latest"));

    private static readonly Gen<string> Digest = Marked(3, OneOf("sha256:00", "sha256:ff"));

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

    private static readonly Gen<string> Values =
        from repository in Repository
        from tag in Tag
        from digest in Digest
        from tails in Tail.Array[3]
        from comments in Comment.Array[3]
        from order in Gen.Shuffle(new[] { 0, 1, 2, 3 })
        let lines = new[]
        {
            $"      repository:  {repository}{tails[0]}\n",
            $"      tag: {tag}{tails[1]}\n",
            $"      \"digest\": {digest}{tails[2]}\n",
            "      pullPolicy: Always\n",
        }
        select $"{comments[0]}global: {{image: 'é'}}\nservices:\n  flag: {{image: {{tag: x}}}}\n  auth: # 🚀\n{comments[1]}    image:\n"
            + string.Concat(order.Select(at => lines[at]))
            + $"{comments[2]}    postgresql: {{image: {{repository: auth/pg, tag: '1'}}}}\n";

    private static readonly Gen<string> Kustomization =
        from name in Repository
        from tag in Tag
        from digest in Digest
        from space in OneOf("", " ", "\n    ", "  # newTag: x\n    ")
        from flow in Gen.Bool
        from comment in Comment
        let entry = flow
            ? $"  - {{name: auth,{space} newName: {name},{space} newTag: {tag}{space}, digest: {digest} }}\n"
            : $"  - newTag: {tag}\n{comment}    name: auth\n    digest: {digest} # é\n    newName: {name}\n"
        select $"kind: Kustomization\nimages:\n  - {{name: é, newTag: '1'}}\n{comment}{entry}  - name: auth/x\n    newTag: '2'\n";

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
        from workload in Gen.OneOf(Block, Flow, Values, Kustomization)
        from after in Other.Array[0, 3]
        from head in OneOf("", "---\n", "%YAML 1.1\n---\n", "\n\n")
        from separator in OneOf("---\n", "...\n---\n", "--- # image: x\n")
        from mark in OneOf("", "\uFEFF")
        from final in Gen.Bool
        let text = head + string.Join(separator, [.. before, workload, .. after])
        select mark + (final ? text : text.TrimEnd('\n'));

    [Fact]
    public void A_bump_keeps_every_other_byte() =>
        Gen.Select(File, Gen.Int[0, 3], Gen.Bool.Array[200], OneOf("a1b2c3d", "1234567", "12e4567"))
            .Sample(
                (marked, endings, crlf, tag) =>
                {
                    var text = WithEndings(marked, endings, crlf);
                    var image = ManifestCase.NewImage with { Tag = tag };
                    var expected = ReplaceMarked(text, image);

                    var after = ManifestCase.Of(Unmarked().Replace(text, "")).Edit("auth", image)["deployment.yaml"];

                    return after == Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(expected));
                },
                iter: 4_000,
                threads: 1
            );

    private static Gen<string> Marked(int kind, Gen<string> old) =>
        from quote in Quote
        from text in old
        select $"{Markers[kind]}{quote}{text}{quote}{Markers[kind]}";

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

    private static string ReplaceMarked(string text, ImageReference image)
    {
        var values = new[] { image.ToString(), image.Name, image.Tag!, image.Digest! };
        for (var kind = 0; kind < values.Length; kind++)
            if (text.Split(Markers[kind]) is [var before, var old, var after])
            {
                var quote = old[0] is '\'' or '"' ? old[..1] : "";
                // Without quotes it would be a number.
                if (quote.Length == 0 && kind == 2 && !values[kind].StartsWith('a'))
                    quote = "\"";
                text = $"{before}{quote}{values[kind]}{quote}{after}";
            }

        return text;
    }

    [GeneratedRegex("[\u0001-\u0004]")]
    private static partial Regex Unmarked();
}
