using System.Text.Json;
using Pipeline.Build.Preview;
using Pipeline.Build.Reporting;
using Pipeline.Build.Reporting.Preview;

namespace Pipeline.Tests.Reporting.Preview;

public sealed class PreviewMatrixTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("matrix-").FullName;

    [Fact]
    public void A_service_is_a_leg() =>
        Lines("auth", "flag")
            .ShouldBe([
                "count=2",
                "services=auth,flag",
                """matrix={"include":[{"service":"auth"},{"service":"flag"}]}""",
                """chunks=[{"include":[{"service":"auth"},{"service":"flag"}]}]""",
            ]);

    [Fact]
    public void A_base_image_comes_with_what_is_built_on_it_and_is_a_leg_where_that_is_nothing()
    {
        var preview = Versioned(("os", []), ("runtime", []), ("auth", []));
        preview = preview with
        {
            Services =
            [
                preview.Services[0] with
                {
                    IsBase = true,
                },
                preview.Services[1] with
                {
                    IsBase = true,
                },
                preview.Services[2] with
                {
                    Bases = ["runtime"],
                },
            ],
        };

        PreviewMatrix.Lines(preview).ElementAt(1).ShouldBe("services=os,auth");
    }

    [Fact]
    public void An_empty_set_is_told_by_its_count() =>
        Lines().ShouldBe(["count=0", "services=", """matrix={"include":[]}""", "chunks=[]"]);

    [Theory]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(1000, 4)]
    public void A_matrix_has_at_most_256_legs_and_covers_every_service_once(int count, int chunks)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"s{i:0000}")];

        var lines = Lines(names);

        var legs = Legs(JsonDocument.Parse(lines[2]["matrix=".Length..]).RootElement);
        legs.Length.ShouldBe(256);
        legs.SelectMany(leg => leg.Split(',')).ShouldBe(names);
        var matrices = JsonDocument
            .Parse(lines[3]["chunks=".Length..])
            .RootElement.EnumerateArray()
            .Select(Legs)
            .ToArray();
        matrices.Length.ShouldBe(chunks);
        matrices.ShouldAllBe(matrix => matrix.Length <= 256);
        matrices.SelectMany(matrix => matrix).ShouldBe(names);
    }

    [Fact]
    public void A_service_with_versions_has_a_leg_for_each_and_one_without_has_one()
    {
        var preview = Versioned(("auth", ["1.24", "1.25"]), ("flag", []));

        var lines = PreviewMatrix.Lines(preview).ToArray();

        lines[2]
            .ShouldBe(
                """matrix={"include":[{"service":"auth","versions":{"include":[{"language":"go","version":"1.24"},{"language":"go","version":"1.25"}]}},{"service":"flag","versions":{"include":[{"language":"","version":""}]}}]}"""
            );
        lines[4]
            .ShouldBe(
                """versions={"include":[{"service":"auth","language":"go","version":"1.24"},{"service":"auth","language":"go","version":"1.25"},{"service":"flag","language":"","version":""}]}"""
            );
    }

    [Fact]
    public void Services_share_the_legs_of_a_version_where_there_would_be_too_many()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"s{i:0000}").ToArray();

        var line = PreviewMatrix.Lines(Versioned([.. names.Select(name => (name, new[] { "1.24", "1.25" }))])).Last();

        var legs = JsonDocument.Parse(line["versions=".Length..]).RootElement.GetProperty("include").EnumerateArray();
        legs.Count().ShouldBe(200);
        foreach (var version in legs.GroupBy(leg => leg.GetProperty("version").GetString()))
            version.SelectMany(leg => leg.GetProperty("service").GetString()!.Split(',')).ShouldBe(names);
    }

    [Fact]
    public void The_outputs_go_after_those_that_the_step_has_left_before()
    {
        var file = Path.Combine(folder, "outputs");
        File.WriteAllText(file, "before=1\n");
        using var log = new StringWriter();

        PreviewWriter.Write(Preview("auth"), OutputFormat.GitHub, log, file);

        File.ReadAllLines(file)
            .ShouldBe([
                "before=1",
                "count=1",
                "services=auth",
                """matrix={"include":[{"service":"auth"}]}""",
                """chunks=[{"include":[{"service":"auth"}]}]""",
            ]);
        log.ToString().ShouldContain("auth: ");
        log.ToString().ShouldNotContain("matrix=");
    }

    [Fact]
    public void An_unknown_format_is_answered_with_those_that_there_are() =>
        Should
            .Throw<UnknownFormatException>(() => FormatName.Parse("xml"))
            .Message.ShouldBe("unknown format \"xml\": expected text, json or github");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string[] Legs(JsonElement matrix) =>
        [.. matrix.GetProperty("include").EnumerateArray().Select(leg => leg.GetProperty("service").GetString()!)];

    private static string[] Lines(params string[] services)
    {
        using var output = new StringWriter();
        PreviewWriter.Write(Preview(services), OutputFormat.GitHub, output);
        return output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static DeliveryPreview Versioned(params (string Name, string[] Versions)[] services)
    {
        var preview = Preview([.. services.Select(service => service.Name)]);
        return preview with
        {
            Services =
            [
                .. preview.Services.Zip(
                    services,
                    (service, stated) =>
                        service with
                        {
                            Versions = new(
                                stated.Versions.Length == 0
                                    ? [VersionLeg.Installed]
                                    : [.. stated.Versions.Select(version => new VersionLeg("go", version))]
                            ),
                        }
                ),
            ],
        };
    }

    private static DeliveryPreview Preview(params string[] services) =>
        new()
        {
            Platform = "shop",
            Environment = "local",
            Commit = new string('0', 40),
            Tag = "0000000",
            Services =
            [
                .. services.Select(name => new ServicePreview
                {
                    Name = name,
                    Path = name,
                    Reason = "all services are selected",
                    Steps = [],
                }),
            ],
        };
}
