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

    [Theory]
    [InlineData("ARG A=\nFROM x${A:+-debug}\n", "x")]
    [InlineData("ARG A=1\nFROM x${A:+-debug}\n", "x-debug")]
    [InlineData("ARG A=\nFROM x${A+-debug}${B-:9}\n", "x-debug:9")]
    [InlineData("ARG A=\nFROM x:${A:-${B:-2}}\n", "x:2")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A#v}\n", "x:1.2.3")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A##*.}\n", "x:3")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A%.*}\n", "x:v1.2")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A%%.*}\n", "x:v1")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A/./-}\n", "x:v1-2.3")]
    [InlineData("ARG A=v1.2.3\nFROM x:${A//./-}\n", "x:v1-2-3")]
    [InlineData("ARG A='$B' B=2\nFROM \"x\":${B}\n", "x:2")]
    [InlineData("FROM x$A\n", "x")]
    [InlineData("FROM x:$A\n", null)]
    [InlineData("FROM x:${A:?is needed}\n", null)]
    [InlineData("FROM x:${A^^}\n", null)]
    [InlineData("FROM x-$TARGETARCH\n", null)]
    [InlineData("FROM x-${TARGETARCH:-amd64}\n", null)]
    public void Variables_are_expanded_as_BuildKit_does(string dockerfile, string? image) =>
        ImagesOf(dockerfile).ShouldBe([image]);

    [Theory]
    [InlineData("RUN cat <<<\"x\"")]
    [InlineData("RUN cat <<< EOF")]
    [InlineData("RUN echo $((1<<BITS)) > /size")]
    [InlineData("RUN echo $((1 << 3))")]
    [InlineData("RUN echo \"a <<EOF\"")]
    [InlineData("RUN echo 'a <<EOF'")]
    [InlineData("RUN cat<<EOF")]
    [InlineData("ENV A=<<EOF")]
    [InlineData("RUN [\"sh\", \"<<EOF\"]")]
    [InlineData("RUN <<EOF\n  EOF\nFROM no\nEOF")]
    [InlineData("RUN <<EOF\nFROM no\nEOF \nFROM no\nEOF")]
    [InlineData("RUN <<-EOF\n\tFROM no\n\t\tEOF")]
    [InlineData("RUN <<-EOF\nFROM no\n  EOF\nFROM no\nEOF")]
    [InlineData("RUN <<'EOF' cat 3<<\"B C\"\nFROM no\nEOF\nFROM no\nB C")]
    [InlineData("ONBUILD RUN <<EOF\nFROM no\nEOF")]
    [InlineData("RUN \\\n  cat <<EOF \\\n  -\nFROM no\nEOF")]
    [InlineData("COPY <<EOF /x\r\nFROM no\r\nEOF\r")]
    public void Here_documents_begin_and_end_where_BuildKit_says(string instruction) =>
        ImagesOf($"FROM scratch AS notes\n{instruction}\nFROM debian\n").ShouldBe(["debian"]);

    [Theory]
    [InlineData("FROM scratch\nRUN echo \\\\\nFROM debian\n")]
    [InlineData("# a comment\n# escape=`\nFROM scratch\nRUN echo `\nFROM debian\n")]
    [InlineData("# syntax=docker/dockerfile:1\n# escape=`\nFROM scratch\nRUN dir c:\\\nFROM debian\n")]
    public void A_line_is_continued_where_BuildKit_says(string dockerfile) => ImagesOf(dockerfile).ShouldBe(["debian"]);

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
