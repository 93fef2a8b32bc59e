using CsCheck;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Planning;

namespace Pipeline.Tests.Planning;

public sealed class AffectedTests
{
    private static readonly AbsolutePath Root = OperatingSystem.IsWindows() ? @"C:\srv\shop" : "/srv/shop";

    [Fact]
    public void A_file_of_a_service_affects_that_service_alone() =>
        ReasonsFor(["services/auth/cmd/main.go"], Service("auth"), Service("flag"))
            .ShouldBe(["auth: services/auth/cmd/main.go"]);

    [Fact]
    public void A_folder_whose_name_begins_alike_is_another() =>
        ReasonsFor(["services/auth-v2/main.go"], Service("auth")).ShouldBeEmpty();

    [Fact]
    public void A_shared_path_affects_those_who_depend_on_it() =>
        ReasonsFor(["libs/common/x.go"], Service("auth") with { SharedPaths = ["libs/common"] }, Service("flag"))
            .ShouldBe(["auth: libs/common/x.go through dependsOn libs/common"]);

    [Fact]
    public void A_service_affects_those_who_depend_on_it_over_any_number_of_others() =>
        ReasonsFor(
                ["services/flag/app.py"],
                Service("web") with
                {
                    DependsOn = ["evaluation"],
                },
                Service("evaluation") with
                {
                    DependsOn = ["flag"],
                },
                Service("flag")
            )
            .ShouldBe([
                "web: services/flag/app.py through dependsOn evaluation → dependsOn flag",
                "evaluation: services/flag/app.py through dependsOn flag",
                "flag: services/flag/app.py",
            ]);

    [Fact]
    public void Services_that_depend_on_each_other_are_affected_together() =>
        ReasonsFor(
                ["services/b/main.go"],
                Service("a") with
                {
                    DependsOn = ["b"],
                },
                Service("b") with
                {
                    DependsOn = ["a"],
                }
            )
            .ShouldBe(["a: services/b/main.go through dependsOn b", "b: services/b/main.go"]);

    [Fact]
    public void A_change_of_the_catalog_affects_all() =>
        ReasonsFor(["pipeline.yaml"], Service("auth"), Service("flag"))
            .ShouldBe(["auth: pipeline.yaml through the catalog", "flag: pipeline.yaml through the catalog"]);

    [Fact]
    public void A_base_image_affects_those_built_on_it_and_not_those_who_need_their_sources() =>
        ReasonsFor(
                ["images/python/build-rootfs.sh"],
                Service("auth"),
                Service("flag") with
                {
                    Dockerfile = Root / "services/flag/Dockerfile",
                },
                Service("web") with
                {
                    DependsOn = ["flag"],
                }
            )
            .ShouldBe(["flag: images/python/build-rootfs.sh through base image python"]);

    [Fact]
    public void A_Dockerfile_elsewhere_affects_its_service() =>
        ReasonsFor(["docker/auth.Dockerfile"], Service("auth") with { Dockerfile = Root / "docker/auth.Dockerfile" })
            .ShouldBe(["auth: docker/auth.Dockerfile"]);

    [Fact]
    public void A_service_in_the_root_is_affected_by_every_file() =>
        ReasonsFor(["README.md"], Service("auth") with { Directory = Root, Path = "." }).ShouldBe(["auth: README.md"]);

    [Fact]
    public void A_file_outside_of_everything_affects_nothing() =>
        ReasonsFor(["docs/readme.md", "services/readme.md"], Service("auth")).ShouldBeEmpty();

    [Fact]
    public void Changes_that_are_not_known_affect_all_and_say_why() =>
        Reasons(Platform(Service("auth")), new() { Root = Root, Unknown = "abc1234 is no commit of this clone" })
            .ShouldBe(["auth: every service counts as affected: abc1234 is no commit of this clone"]);

    [Fact]
    public void A_work_tree_that_Git_names_in_another_way_affects_all() =>
        Reasons(Platform(Service("auth")), new() { Root = Root / "elsewhere", Files = ["docs/readme.md"] })
            .Single()
            .ShouldStartWith("auth: ");

    [Fact]
    public void A_catalog_in_a_folder_of_the_work_tree_names_files_relative_to_itself() =>
        Reasons(
                Platform(Service("auth")),
                new() { Root = Root.Parent!, Files = [$"{Root.Name}/services/auth/main.go", "services/auth/main.go"] }
            )
            .ShouldBe(["auth: services/auth/main.go"]);

    [Fact]
    public void The_answer_is_that_of_looking_at_every_service_and_file()
    {
        var folder = Gen.Int[0, 11].Select(i => $"services/s{i}");
        var graph = Gen.Select(
            Gen.Int[0, 11].List[0, 2].Array[12],
            Gen.OneOf(folder.Select(path => $"{path}/main.go"), Gen.Int[0, 5].Select(i => $"libs/l{i}/x.go")).Array[
                0,
                6
            ],
            Gen.Int[0, 5].List[0, 2].Array[12]
        );

        graph.Sample(
            (needs, files, libraries) =>
            {
                var services = needs
                    .Select(
                        (names, i) =>
                            Service($"s{i}") with
                            {
                                DependsOn = [.. names.Where(name => name != i).Select(name => $"s{name}")],
                                SharedPaths = [.. libraries[i].Select(library => $"libs/l{library}")],
                            }
                    )
                    .ToArray();

                var found = Reasons(Platform(services), new() { Root = Root, Files = [.. files] })
                    .Select(reason => reason.Split(':')[0]);

                found.ShouldBe(Model(services, files));
            }
        );
    }

    [Fact]
    public void Ten_times_the_services_and_files_cost_ten_times_the_look_ups()
    {
        var small = LookUps(100);
        var large = LookUps(1000);

        large.ShouldBeLessThanOrEqualTo(small * 10);
        large.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> Model(Service[] services, string[] files)
    {
        var affected = services
            .Where(service =>
                files.Any(file =>
                    service
                        .SharedPaths.Append(service.Path)
                        .Any(path => file.StartsWith(path + "/", StringComparison.Ordinal))
                )
            )
            .Select(service => service.Name)
            .ToHashSet();
        while (
            services.FirstOrDefault(service =>
                !affected.Contains(service.Name) && service.DependsOn.Any(affected.Contains)
            )
                is { } next
        )
            affected.Add(next.Name);
        return services.Select(service => service.Name).Where(affected.Contains);
    }

    private static long LookUps(int size)
    {
        var comparer = new CountingComparer();
        var services = Enumerable
            .Range(0, size)
            .Select(i => Service($"s{i:0000}") with { SharedPaths = ["libs/common"] })
            .ToArray();
        var files = Enumerable
            .Range(0, size)
            .SelectMany(i => new[] { $"services/s{i:0000}/a/main.go", $"libs/common/{i:0000}.go" });

        Affected
            .Of(
                Platform(services),
                Root / "pipeline.yaml",
                new() { Root = Root, Files = [.. files] },
                _ => [],
                comparer
            )
            .Length.ShouldBe(size);
        return comparer.Calls;
    }

    private static string[] ReasonsFor(ImmutableArray<string> files, params Service[] services) =>
        Reasons(Platform(services), new() { Root = Root, Files = files });

    // Only a service with a Dockerfile is built on the base image.
    private static string[] Reasons(Platform platform, SourceChanges changes) =>
        [
            .. Affected
                .Of(
                    platform,
                    Root / "pipeline.yaml",
                    changes,
                    service => service.Dockerfile is null ? [] : platform.Bases
                )
                .Select(affected => $"{affected.Source.Name}: {affected.Reason}"),
        ];

    private static Platform Platform(params Service[] services) =>
        new()
        {
            Name = "shop",
            Root = Root,
            Services = [.. services],
            Bases = [new("python", "python:3@sha256:0", "PYTHON_IMAGE", Root / "images/python")],
            Environments = [],
        };

    private static Service Service(string name) =>
        new()
        {
            Name = name,
            Directory = Root / "services" / name,
            Path = $"services/{name}",
            Language = new("go"),
            Context = Root / "services" / name,
            Image = $"shop/{name}",
        };

    private sealed class CountingComparer : IEqualityComparer<string>
    {
        public long Calls { get; private set; }

        public bool Equals(string? x, string? y)
        {
            Calls++;
            return string.Equals(x, y, StringComparison.Ordinal);
        }

        public int GetHashCode(string text)
        {
            Calls++;
            // Not the string's own, which is another in each process: the count would be too.
            return text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
        }
    }
}
