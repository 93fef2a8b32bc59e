using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Tests.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

/// <summary>Writing down what an image is made of.</summary>
public sealed class ImageSbomTests : IAsyncDisposable
{
    // Trivy's command line, as far as its documentation describes what is used here; all else is refused, as Trivy
    // does.
    private const string Trivy = """
        refuse() { echo "Error: $1" >&2; exit 1; }
        [ "$1" = image ] || refuse "unknown command $1"; shift
        format= output= input=
        while [ $# -gt 0 ]; do
          case $1 in
            --format) format=$2; shift 2 ;;
            --output) output=$2; shift 2 ;;
            --input) input=$2; shift 2 ;;
            --no-progress) shift ;;
            *) refuse "unknown flag: $1" ;;
          esac
        done
        [ -f "$input" ] || refuse "no image"

        """;

    // Of Syft the same.
    private const string Syft = """
        refuse() { echo "error: $1" >&2; exit 1; }
        [ "$1" = scan ] || refuse "unknown command $1"
        case $2 in docker-archive:*) [ -f "${2#docker-archive:}" ] || refuse "no image" ;; *) refuse "no source" ;; esac
        shift 2
        while [ $# -gt 0 ]; do
          [ "$1" = --output ] || refuse "unknown flag: $1"
          case $2 in
            cyclonedx-json=*) cp "$CYCLONEDX" "${2#*=}" ;;
            spdx-json=*) cp "$SPDX" "${2#*=}" ;;
            *) refuse "unsupported output format $2" ;;
          esac
          shift 2
        done
        """;

    private readonly StepHarness harness = new();

    public ValueTask DisposeAsync() => harness.DisposeAsync();

    [Fact]
    public async Task Trivy_is_asked_for_both_forms()
    {
        Play(Fixtures.Find("trivy/conda-cyclonedx.json"), Fixtures.Find("trivy/conda-spdx.json"));

        var result = await Describe("trivy");

        result.ShouldBe(StepResult.PassedWith("trivy: 2 components, sbom/auth/Sbom.cdx.json"));
        var sbom = harness.Run.Handover.All<BillOfMaterials>().Single().Value;
        File.ReadAllText(harness.Root / "artifacts" / sbom.Spdx).ShouldBe(Fixtures.Read("trivy/conda-spdx.json"));
    }

    [Fact]
    public async Task Syft_is_asked_where_there_is_no_Trivy()
    {
        harness.Install(
            "syft",
            $"CYCLONEDX='{Fixtures.Find("trivy/conda-cyclonedx.json")}'; SPDX='{Fixtures.Find("trivy/conda-spdx.json")}'\n{Syft}"
        );

        (await Describe("syft")).Status.ShouldBe(StepStatus.Passed, harness.Log("Sbom"));
    }

    [Theory]
    [InlineData("""{"bomFormat":"CycloneDX","specV""", "cannot be read")]
    [InlineData("[]", "is no bill of materials")]
    [InlineData("""{"spdxVersion":"SPDX-2.3"}""", "is no CycloneDX")]
    [InlineData(
        """{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"properties":[{"name":"aquasecurity:trivy:ImageID","value":"sha256:other"}]}}}""",
        "described sha256:other, not the image that was built"
    )]
    public async Task What_does_not_describe_the_image_is_refused(string cycloneDx, string said)
    {
        File.WriteAllText(harness.Root / "a.json", cycloneDx);
        Play(harness.Root / "a.json", Fixtures.Find("trivy/conda-spdx.json"));

        var result = await Describe("trivy");

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain(said);
    }

    [Fact]
    public async Task Another_form_in_the_place_of_SPDX_is_refused()
    {
        var cycloneDx = Fixtures.Find("trivy/conda-cyclonedx.json");
        Play(cycloneDx, cycloneDx);

        (await Describe("trivy")).Reason!.ShouldContain("is no SPDX");
    }

    [Fact]
    public async Task What_an_earlier_run_wrote_does_not_count()
    {
        Play(Fixtures.Find("trivy/conda-cyclonedx.json"), Fixtures.Find("trivy/conda-spdx.json"));
        await Describe("trivy");
        harness.Install("trivy", Trivy);

        (await Describe("trivy")).Reason!.ShouldContain("cannot be read");
    }

    [Theory]
    [InlineData(false, StepStatus.Skipped)]
    [InlineData(true, StepStatus.Failed)]
    public async Task Without_a_tool_there_is_no_pass(bool isRequired, StepStatus status)
    {
        harness.Only();
        if (isRequired)
            harness.Require("Sbom");
        harness.Service = harness.Service with { Dockerfile = harness.Service.Directory / "Dockerfile" };

        var result = await harness.Execute("Sbom", ImageSbom.Run);

        result.Status.ShouldBe(status);
        result.Reason!.ShouldStartWith("neither trivy nor syft is installed");
    }

    private void Play(string cycloneDx, string spdx) =>
        harness.Install(
            "trivy",
            $"{Trivy}case $format in cyclonedx) cp '{cycloneDx}' \"$output\" ;; spdx-json) cp '{spdx}' \"$output\" ;; *) refuse \"unknown format\" ;; esac"
        );

    private Task<StepResult> Describe(string tool) =>
        harness.Execute(
            "Sbom",
            async (_, step) =>
            {
                File.WriteAllText(harness.Root / "image.tar", "");
                var described = await ImageSbom.Describe(
                    step,
                    new(new("registry.example", "auth", "1"), "sha256:built", IsReused: false),
                    new(harness.Root / "image.tar", "sha256:built", null),
                    tool
                );
                return ImageSbom.Provide(step, tool, [described]);
            }
        );
}
