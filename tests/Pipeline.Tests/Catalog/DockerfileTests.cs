using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

public sealed class DockerfileTests
{
    [Fact]
    public void The_images_of_all_stages_copies_and_mounts_are_found_in_their_order() =>
        ImagesOf(
                """
                # syntax=docker/dockerfile:1
                ARG GO=1.25
                FROM --platform=$BUILDPLATFORM golang:${GO} AS build
                RUN --mount=type=cache,target=/root --mount=type=bind,from=tools:2,target=/tools make
                FROM build AS test
                FROM debian:12@sha256:00 as final
                COPY --from=build /a /a
                COPY --chown=1:1 --from=busybox /bin/sh /bin/sh
                COPY --from=0 /b /b
                """
            )
            .ShouldBe(["golang:1.25", "tools:2", "debian:12@sha256:00", "busybox"]);

    [Theory]
    [InlineData("ARG A=one\nARG B=$A/two\nFROM ${B}:3\n", "one/two:3")]
    [InlineData("ARG A=\"quoted\"\nFROM $A\n", "quoted")]
    [InlineData("ARG A=1 B=2\nFROM x:$A.$B\n", "x:1.2")]
    [InlineData("FROM ${A:-otherwise}\n", "otherwise")]
    [InlineData("ARG GIVEN=default\nFROM $GIVEN\n", "value")]
    [InlineData("ARG A\nFROM $A\n", null)]
    public void Arguments_stand_for_what_is_given_or_else_for_their_defaults(string dockerfile, string? image) =>
        ImagesOf(dockerfile).ShouldBe([image]);

    [Fact]
    public void An_argument_within_a_stage_has_no_say_in_the_next() =>
        ImagesOf("ARG A=one\nFROM scratch\nARG A=two\nFROM $A\n").ShouldBe(["one"]);

    [Theory]
    [InlineData("FROM \\\n  # why\n\n  debian\n", 4, 3)]
    [InlineData("# escape=`\nFROM `\r\n  debian\r\n", 3, 3)]
    [InlineData("FROM scratch\nCOPY <<A <<B /to/\nFROM no\nA\nFROM no\nB\nFROM debian\n", 7, 6)]
    [InlineData("FROM debian", 1, 6)]
    public void A_name_is_found_where_it_stands(string dockerfile, int line, int column)
    {
        var use = Dockerfile.ImagesOf(dockerfile, ImmutableDictionary<string, string>.Empty).Single();

        use.Image.ShouldBe("debian");
        dockerfile.Substring(use.At, use.Written.Length).ShouldBe("debian");
        Dockerfile.PlaceOf(dockerfile, use.At).ShouldBe((line, column));
    }

    private static IEnumerable<string?> ImagesOf(string dockerfile) =>
        Dockerfile
            .ImagesOf(dockerfile, ImmutableDictionary<string, string>.Empty.Add("GIVEN", "value"))
            .Select(use => use.Image);
}
