using Pipeline.Catalog;

namespace Pipeline.Tests.Catalog;

/// <summary>Base images of the platform's own: what the catalog says of them, and what Dockerfiles do.</summary>
public sealed class OwnBaseTests : IDisposable
{
    private const string Services =
        "platform: shop\nservices:\n  api: { language: custom, commands: { compile: [make] } }\n";

    private readonly CatalogFixture repository = new("images/os/Dockerfile", "images/runtime/build/Dockerfile");

    public OwnBaseTests() => Api("FROM scratch\n");

    [Fact]
    public void A_path_is_a_complete_entry()
    {
        var image = repository.Read(Services + "bases:\n  os: { path: images/os/ }\n").Bases.Single();

        image.Image.ShouldBe("shop/os");
        image.Argument.ShouldBeNull();
        var source = image.Source.ShouldNotBeNull();
        source.ShouldBeOfType<OwnBase>();
        source.Path.ShouldBe("images/os");
        source.Dockerfile.ShouldBe(repository.Root / "images/os/Dockerfile");
        source.Context.ShouldBe(repository.Root / "images/os");
        source.Image.ShouldBe("shop/os");
    }

    [Theory]
    [InlineData("FROM scratch AS notes\nRUN cat <<<\"x\"\nFROM shop/os\n")]
    [InlineData("FROM scratch AS notes\nRUN echo $((1<<BITS))\nFROM shop/os\n")]
    [InlineData("FROM scratch AS notes\nCOPY <<EOF /hint\n  EOF\nFROM shop/nowhere\nEOF\nFROM shop/os\n")]
    [InlineData("ARG FLAVOUR=\nFROM shop/os${FLAVOUR:+-debug}\n")]
    [InlineData("ARG OS\nFROM shop/${OS}\n")]
    public void A_base_is_found_wherever_a_Dockerfile_names_it(string dockerfile)
    {
        Api(dockerfile);

        var platform = repository.Read(
            Services + "bases:\n  os: { path: images/os }\nbuild: { arguments: { OS: os } }\n"
        );

        platform.Services.Single().Bases.ShouldBe(["os"]);
        platform.Services.Single().UnreadImages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FROM shop/os${FLAVOUR^^}\n", "shop/os${FLAVOUR^^}")]
    [InlineData("FROM a b c\n", "a b c")]
    [InlineData("FROM shop/os-$TARGETARCH\n", "shop/os-$TARGETARCH")]
    public void A_name_that_is_not_understood_is_a_warning_and_no_mistake_of_the_catalog(string dockerfile, string name)
    {
        Api(dockerfile);

        var service = repository.Read(Services + "bases:\n  os: { path: images/os }\n").Services.Single();

        service.Bases.ShouldBeEmpty();
        service
            .UnreadImages.Single()
            .ShouldBe(
                $"services/api/Dockerfile:1:6: which image {name} names is not known before the build: if it is one of the platform's own, name it in \"dependsOn\" of api"
            );
    }

    [Fact]
    public void A_base_is_built_as_the_platform_says()
    {
        var image = repository
            .Read(
                Services
                    + "bases:\n  os: { path: images/os }\nbuild: { platforms: [linux/amd64, linux/arm64], arguments: { MODE: fast }, secrets: { npm: NPM_TOKEN } }\n"
            )
            .Bases.Single();

        var build = image.Source.ShouldNotBeNull().Build;
        build.Platforms.ShouldBe(["linux/amd64", "linux/arm64"]);
        build.Arguments.ShouldContainKeyAndValue("MODE", "fast");
        build.Secrets.ShouldContainKeyAndValue("npm", "NPM_TOKEN");
    }

    [Theory]
    [InlineData("linux/arm64", "linux/amd64, linux/arm64", "linux/amd64 linux/arm64", "linux/arm64")]
    [InlineData("linux/arm64", "linux/arm64", "linux/arm64", "linux/arm64")]
    [InlineData("linux/arm64", "", "", "linux/arm64")]
    public void A_base_is_built_for_all_that_something_on_it_is_built_for(
        string api,
        string web,
        string os,
        string runtime
    )
    {
        var bases = repository.Read(OnBases(api, web)).OwnBases;

        bases
            .Select(image => $"{image.Name} {string.Join(' ', image.Build.Platforms)}".Trim())
            .ShouldBe([$"os {os}".Trim(), $"runtime {runtime}"]);
    }

    [Fact]
    public void What_names_no_platforms_is_asked_for_them_where_its_base_is_built_for_several() =>
        repository
            .Problems(OnBases("linux/amd64, linux/arm64", ""))
            .ShouldHaveSingleItem()
            .ShouldStartWith(
                "4:3: \"web\" names no platforms and is built on \"os\", which others need for linux/amd64 and linux/arm64: name those of \"web\" too"
            );

    [Theory]
    [InlineData("FROM shop/os\n")]
    [InlineData("FROM --platform=linux/amd64 shop/os:1.2 AS build\n")]
    [InlineData("from 127.0.0.1:5000/shop/os:old\n")]
    [InlineData("FROM registry.example/team/shop/os\n")]
    [InlineData("ARG BASE=shop/os\nFROM ${BASE}:1\n")]
    [InlineData("ARG OS_IMAGE\nFROM $OS_IMAGE\n")]
    [InlineData("ARG OS_IMAGE=debian:12\nFROM ${OS_IMAGE}\n")]
    [InlineData("FROM scratch\nCOPY --link --from=shop/os /a /b\n")]
    [InlineData("FROM scratch\nRUN --mount=type=bind,from=shop/os,target=/os ls\n")]
    public void A_Dockerfile_says_which_base_its_image_is_built_on(string dockerfile)
    {
        Api(dockerfile);

        Bases("os: { path: images/os, argument: OS_IMAGE }").ShouldBe(["os"]);
    }

    [Theory]
    [InlineData("FROM other.example/shop/os\n")]
    [InlineData("FROM shop/os@sha256:0000000000000000000000000000000000000000000000000000000000000000\n")]
    [InlineData("# FROM shop/os\nFROM scratch\n")]
    [InlineData("FROM scratch AS shop/os\nFROM shop/os\n")]
    [InlineData("FROM scratch\nRUN <<END\nFROM shop/os\nEND\n")]
    [InlineData("FROM library/shop\n")]
    public void An_image_from_elsewhere_is_none_of_the_platforms(string dockerfile)
    {
        Api(dockerfile);

        Bases("os: { path: images/os }").ShouldBeEmpty();
    }

    [Fact]
    public void A_base_under_dependsOn_counts_as_one_that_the_image_is_built_on()
    {
        var platform = repository.Read(
            Services.Replace("make] }", "make] }, dependsOn: [os, images]") + "bases:\n  os: { path: images/os }\n"
        );

        platform.Services[0].Bases.ShouldBe(["os"]);
        platform.Services[0].DependsOn.ShouldBe(["os"]);
        platform.Services[0].SharedPaths.ShouldBe(["images"]);
    }

    [Fact]
    public void Bases_come_after_those_that_they_are_built_on()
    {
        repository.Write("images/runtime/build/Dockerfile", "FROM shop/os\n");
        Api("FROM shop/runtime\n");

        var platform = repository.Read(
            Services + "bases:\n  runtime: { path: images/runtime }\n  os: { path: images/os }\n"
        );

        platform.OwnBases.Select(image => image.Name).ShouldBe(["os", "runtime"]);
        platform.BasesOf(platform.Services[0]).Select(image => image.Name).ShouldBe(["os", "runtime"]);
    }

    [Fact]
    public void Bases_that_are_built_on_each_other_in_a_circle_are_refused_where_it_closes()
    {
        repository.Write("images/os/Dockerfile", "# the beginning\nFROM  shop/runtime:1\n");

        Problems("os: { path: images/os }\n  runtime: { path: images/runtime, dependsOn: [os] }")
            .Single()
            .ShouldBe(
                "pipeline.yaml:6:48: base images are built on each other in a cycle (os → runtime → os): remove one of these dependencies"
            );
    }

    [Fact]
    public void A_circle_of_Dockerfiles_is_refused_with_the_place_in_one_of_them()
    {
        repository.Write("images/os/Dockerfile", "# the beginning\nFROM  shop/os:1\n");

        Problems("os: { path: images/os }")
            .Single()
            .ShouldBe(
                "images/os/Dockerfile:2:7: base images are built on each other in a cycle (os → os): remove one of these dependencies"
            );
    }

    [Fact]
    public void A_Dockerfile_that_names_a_base_that_there_is_not_is_refused()
    {
        Api("FROM scratch\nCOPY \\\n  --from=shop/oss /a /b\n");

        Problems("os: { path: images/os }")
            .Single()
            .ShouldBe(
                "services/api/Dockerfile:3:10: \"shop/oss\" is not one of the platform's own base images, and an external one must be pinned by digest or lie in another registry: did you mean \"shop/os\"?"
            );
    }

    [Theory]
    [InlineData("os: {}", "5:3: \"os\" has no source")]
    [InlineData("os: { path: images/none }", "5:15: \"images/none\" does not exist")]
    [InlineData("os: { path: services }", "5:15: there is no Dockerfile in services")]
    [InlineData("api: { path: images/os }", "5:3: \"api\" is also the name of a service")]
    [InlineData("os: { path: images/os, dependsOn: [api] }", "5:38: \"os\" cannot depend on the service \"api\"")]
    [InlineData("os: { path: images/os, dependsOn: [os] }", "5:38: \"os\" cannot depend on itself")]
    [InlineData(
        "os: { path: images/os, dependsOn: [oss] }",
        "5:38: \"oss\" does not exist: give a base image or a path"
    )]
    [InlineData(
        "os: { path: images/os, fallback: images }",
        "5:26: \"os\" is built from its \"path\": leave \"fallback\" out"
    )]
    [InlineData("os: { path: images/os, repository: \"shop/os:1\" }", "5:38: \"shop/os:1\" names one image")]
    [InlineData("os: { path: images/os, dockerfile: Missing }", "5:38: \"images/os/Missing\" does not exist")]
    [InlineData("Os: { path: images/os }", "5:3: \"Os\" cannot be a base image's name")]
    public void A_wrong_entry_is_refused_with_its_place(string entry, string problem) =>
        Problems(entry).Single().ShouldStartWith($"pipeline.yaml:{problem}");

    [Fact]
    public void A_base_from_elsewhere_lacks_its_argument_and_has_nothing_to_be_built_from() =>
        Problems($"os: {{ image: \"debian@sha256:{new string('0', 64)}\", context: images }}")
            .ShouldBe([
                "pipeline.yaml:5:3: \"os\" lacks \"argument\", the Dockerfile's ARG for it",
                "pipeline.yaml:5:98: \"os\" is an external image: leave \"context\" out, or set \"path\" in place of \"image\"",
            ]);

    [Fact]
    public void A_finding_can_be_allowed_in_a_base() =>
        repository
            .Read(
                Services
                    + "bases: { os: { path: images/os } }\npolicy: { allow: [{ id: CVE-1, owner: us, reason: none, until: 2030-01-01, services: [os] }] }\n"
            )
            .Policy.Allowed.Single()
            .Services.ShouldBe(["os"]);

    public void Dispose() => repository.Dispose();

    // The api is built on the runtime, which is built on the system that the web is built on too.
    private string OnBases(string api, string web)
    {
        Api("FROM shop/runtime\n");
        repository.Write("services/web/Dockerfile", "FROM shop/os\n");
        repository.Write("images/runtime/build/Dockerfile", "FROM shop/os\n");
        return $"platform: shop\nservices:\n  api: {Entry(api)}\n  web: {Entry(web)}\nbases:\n  os: {{ path: images/os }}\n  runtime: {{ path: images/runtime/build }}\n";

        static string Entry(string platforms) =>
            $"{{ language: custom, commands: {{ compile: [make] }}{(platforms.Length == 0 ? "" : $", build: {{ platforms: [{platforms}] }}")} }}";
    }

    private void Api(string dockerfile) => repository.Write("services/api/Dockerfile", dockerfile);

    private ImmutableArray<string> Bases(string entry) =>
        repository
            .Read(
                $"{Services}bases:\n  {entry}\nenvironments:\n  local: {{ registry: '127.0.0.1:5000' }}\n  far: {{ registry: registry.example/team, gitops: {{ repository: /far.git }} }}\n"
            )
            .Services[0]
            .Bases;

    private IReadOnlyList<string> Problems(string entry) =>
        [
            .. Should
                .Throw<CatalogException>(() => repository.Read($"{Services}bases:\n  {entry}\n"))
                .Problems.Select(problem =>
                    $"{Path.GetRelativePath(repository.Root, Path.GetFullPath(problem.File))}:{problem.Line}:{problem.Column}: {problem.Message}"
                ),
        ];
}
