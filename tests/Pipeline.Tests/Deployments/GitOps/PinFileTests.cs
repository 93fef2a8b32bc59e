using System.Text;
using CsCheck;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Tests.Deployments.GitOps;

public class PinFileTests
{
    private const string Path = "gitops/manifests/.pipeline/pins.yaml";

    private const string Two = """
        # Kept by hand and by machine.
        pins:
          # Until the fix is out.
          - service: auth
            environment: production
            reason: 'it''s broken' # logins

          - environment: staging
            service: flag-service
        # The end.
        """;

    private static readonly Pin Auth = new("auth", "production")
    {
        Image = ImageReference.Parse($"registry:5000/togglemaster/auth-service:a1b2c3d@sha256:{new string('7', 64)}"),
        Reason = "logins fail: it's \"urgent\" # really",
        By = "Jane Doe <jane@example.com>",
        Since = new DateTimeOffset(2026, 2, 1, 12, 30, 15, TimeSpan.Zero),
    };

    [Fact]
    public void The_first_pin_makes_the_file()
    {
        var file = Encoding.UTF8.GetString(PinFile.Read(Path, null).With(Auth));

        file.ShouldBe(
            $"""
            # +argocd:skip-file-rendering
            # Bump leaves these services at their images. "Rollback --release" takes a pin away.
            pins:
              - service: auth
                environment: production
                image: '{Auth.Image}'
                reason: 'logins fail: it''s "urgent" # really'
                by: 'Jane Doe <jane@example.com>'
                since: 2026-02-01T12:30:15Z

            """
        );
        Read(file).All.ShouldBe([Auth]);
    }

    [Fact]
    public void Pins_that_were_written_by_hand_are_read()
    {
        var pins = Read(Two);

        pins.Find("auth", "production")!.Reason.ShouldBe("it's broken");
        pins.Find("flag", "staging").ShouldBe(new("flag", "staging"));
        pins.Find("flag", "production").ShouldBeNull();
    }

    [Fact]
    public void A_release_removes_the_pins_lines_and_no_others() =>
        Text(Read(Two).Without("auth", "production"))
            .ShouldBe(
                """
                # Kept by hand and by machine.
                pins:
                  # Until the fix is out.

                  - environment: staging
                    service: flag-service
                # The end.
                """
            );

    [Fact]
    public void A_new_pin_follows_the_last_one_in_its_style()
    {
        var added = Text(Read(Two.Replace("\n", "\r\n")).With(new Pin("web", "qa") { By = "x" }));

        added.ShouldBe(
            Two.Replace(
                    "service: flag-service\n",
                    "service: flag-service\n  - service: web\n    environment: qa\n    reason: ''\n    by: 'x'\n"
                )
                .Replace("\n", "\r\n")
        );
    }

    [Fact]
    public void A_second_pin_of_a_service_takes_the_place_of_the_first()
    {
        var pins = Read(Text(Read(Two).With(Auth)));

        pins.All.ShouldBe([new("flag", "staging"), Auth]);
    }

    [Fact]
    public void The_last_pin_leaves_a_file_that_takes_another_one()
    {
        var none = Read(Text(Read(Text(PinFile.Read(Path, null).With(Auth))).Without("auth", "production")));

        none.All.ShouldBeEmpty();
        Read(Text(none.With(Auth))).All.ShouldBe([Auth]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("# nothing yet")]
    [InlineData("pins:")]
    [InlineData("pins: [] # none\n")]
    [InlineData("\uFEFFpins: [ ]\r\n")]
    [InlineData("---\npins:\n# the end")]
    public void A_pin_is_added_where_there_is_none(string text) =>
        Read(Text(Read(text).With(Auth))).All.ShouldBe([Auth]);

    [Fact]
    public void What_has_no_pin_is_released_without_a_change() =>
        Text(Read(Two).Without("targeting", "production")).ShouldBe(Two);

    [Fact]
    public void Any_reason_is_read_as_one_line_and_releasing_brings_the_bytes_back() =>
        Gen.Select(Gen.String, Gen.String)
            .Sample(
                (reason, by) =>
                {
                    var with = Text(Read(Two).With(new Pin("web", "qa") { Reason = reason, By = by }));
                    return Read(with).All.Length == 3 && Text(Read(with).Without("web", "qa")) == Two;
                },
                threads: 1
            );

    [Theory]
    [InlineData("pins: 7\n", ":1 \"pins\" is not a list")]
    [InlineData("pin: []\n", "has keys other than \"pins\"")]
    [InlineData("[]\n", "has no pins")]
    [InlineData("pins:\n  - auth\n", ":1 a pin is a mapping")]
    [InlineData("pins:\n  - service: auth\n", ":2 a pin lacks \"environment\"")]
    [InlineData(
        "pins:\n  - service: auth\n    enviroment: qa\n",
        ":3 \"enviroment\" is not a key of a pin: did you mean \"environment\"?"
    )]
    [InlineData("pins:\n  - service: auth\n    environment: [qa]\n", ":3 \"environment\" of a pin must be one text")]
    [InlineData("pins:\n  - {service: a, environment: b, since: soon}\n", ":2 \"soon\" is not a time")]
    [InlineData("pins:\n  - service: auth\n\tenvironment: qa\n", ":3:1 does not parse as YAML")]
    public void A_file_that_cannot_be_read_is_refused_with_its_place(string text, string expected) =>
        Should.Throw<ManifestException>(() => Read(text)).Message.ShouldContain(expected);

    [Fact]
    public void Pins_on_one_line_are_read_but_not_edited()
    {
        var pins = Read("pins: [{service: auth, environment: qa}, {service: flag, environment: qa}]\n");

        pins.Find("flag", "qa").ShouldNotBeNull();
        Should.Throw<ManifestException>(() => pins.Without("auth", "qa")).Message.ShouldContain("cannot be edited");
        Should.Throw<ManifestException>(() => pins.With(Auth)).Message.ShouldContain(Path);
    }

    [Fact]
    public void A_pin_says_what_is_known_of_it()
    {
        Auth.ToString()
            .ShouldBe($"pinned at a1b2c3d since 2026-02-01 12:30 UTC by Jane Doe <jane@example.com> ({Auth.Reason})");
        new Pin("auth", "qa").ToString().ShouldBe("pinned");
    }

    private static PinFile Read(string text) => PinFile.Read(Path, Encoding.UTF8.GetBytes(text));

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content);
}
