using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Tests.Deployments.GitOps;

public class HelmValuesTests
{
    private const string Values = "auth-service/values.yaml";
    private const string Umbrella = "umbrella/values.yaml";
    private const string Name = "registry.example:5000/togglemaster/auth-service";
    private const string Zeros = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly string Digest = ManifestCase.NewImage.Digest!;

    [Fact]
    public void Repository_tag_and_digest_of_the_charts_own_image_move_together_and_no_other() =>
        Edited("auth", "charts", "charts/auth-service/values.yaml")
            .ShouldBe(
                Before("charts/auth-service/values.yaml")
                    .Replace("REPLACE_ME/auth-service", Name)
                    .Replace("\"latest\"", "\"a1b2c3d\"")
                    .Replace("digest: \"\"", $"digest: \"{Digest}\"")
            );

    [Fact]
    public void An_image_below_a_services_name_changes_and_the_database_beside_it_does_not() =>
        Edited("auth", "umbrella", Umbrella)
            .ShouldBe(
                Before(Umbrella)
                    .Replace("123456789012.dkr.ecr.us-east-1.amazonaws.com/togglemaster/auth-service", Name)
                    .Replace("      tag: 0a1b2c3\n      digest", "      tag: a1b2c3d\n      digest")
                    .Replace(Zeros, Digest)
            );

    [Fact]
    public void A_registry_of_its_own_is_set_apart_from_the_repository() =>
        Edited("flag", "umbrella", Umbrella)
            .ShouldBe(
                Before(Umbrella)
                    .Replace(
                        "{registry: registry.example, repository: togglemaster/flag-service, tag: '0a1b2c3', digest: 'sha256:00'}",
                        $"{{registry: registry.example:5000, repository: togglemaster/auth-service, tag: 'a1b2c3d', digest: '{Digest}'}}"
                    )
            );

    [Fact]
    public void A_tag_without_a_repository_is_found_below_the_services_name() =>
        Edited("targeting", "umbrella", Umbrella)
            .ShouldBe(Before(Umbrella).Replace("      tag: 0a1b2c3\n  analytics", "      tag: a1b2c3d\n  analytics"));

    [Fact]
    public void An_image_in_one_text_is_found_below_the_services_name() =>
        Edited("evaluation", "umbrella", Umbrella)
            .ShouldBe(
                Before(Umbrella)
                    .Replace("registry.example/togglemaster/evaluation-service:0a1b2c3", $"{ManifestCase.NewImage}")
            );

    [Theory]
    [InlineData("services.analytics.deployment.imageTag", "imageTag: 0a1b2c3", "imageTag: a1b2c3d")]
    [InlineData("services.targeting.image", "      tag: 0a1b2c3\n  analytics", "      tag: a1b2c3d\n  analytics")]
    [InlineData("services.targeting.image.tag", "      tag: 0a1b2c3\n  analytics", "      tag: a1b2c3d\n  analytics")]
    public void A_configured_path_of_keys_decides(string field, string old, string expected) =>
        ManifestCase
            .Load("helm")
            .Where("analytics", service => service with { Manifests = "umbrella", ImageField = field })
            .Edit("analytics")[Umbrella]
            .ShouldBe(Before(Umbrella).Replace(old, expected));

    [Fact]
    public void A_configured_tag_moves_together_with_the_digest_beside_it()
    {
        var after = ManifestCase
            .Load("helm")
            .Where("auth", auth => auth with { ImageField = "services.auth.image.tag" })
            .Edit("auth")[Umbrella];

        after.ShouldContain($"digest: {Digest}");
    }

    [Fact]
    public void An_item_of_a_list_is_configured_by_its_number() =>
        ManifestCase
            .Of("pods:\n  - image: nginx:1\n  - image: busybox\n", "values.yaml")
            .Where("auth", auth => auth with { ImageField = "pods.1.image" })
            .ShouldReplace("auth", "values.yaml", "busybox");

    [Theory]
    [InlineData("services.auth.img")]
    [InlineData("services.auth.image.tag.more")]
    [InlineData("pods.7")]
    public void A_configured_path_that_is_not_there_is_named_with_what_is(string field)
    {
        var refusal = ManifestCase
            .Of("services: {auth: {image: {repository: x/y, tag: z}}}\npods: [1]\n", "values.yaml")
            .Where("auth", auth => auth with { ImageField = field })
            .Refusal("auth");

        refusal.ShouldContain($"no Helm values in the 1 YAML files of the repository have {field}");
        refusal.ShouldContain("values.yaml:1 values, services.auth.image (x/y:z)");
        refusal.ShouldContain("\"imageField\"");
    }

    [Fact]
    public void The_values_of_the_environment_are_meant_where_there_are_several()
    {
        var files = new[] { "values.yaml", "values-develop.yaml", "values-qa.yaml" }.ToDictionary(
            name => $"auth-service/{name}",
            _ => "image: {repository: x/auth-service, tag: one}\n"
        );

        var after = new ManifestCase(files).Edit("auth");

        after
            .Where(file => file.Value.Contains("a1b2c3d"))
            .Select(file => file.Key)
            .ShouldBe(["auth-service/values-develop.yaml"]);
    }

    [Fact]
    public void Values_within_a_release_are_found_and_a_digest_behind_the_tag_stays_there() =>
        Edited("auth", "releases", "releases/flux.yaml")
            .ShouldBe(
                Before("releases/flux.yaml")
                    .Replace("registry.example/togglemaster/auth-service", Name)
                    .Replace($"0a1b2c3@{Zeros}", $"a1b2c3d@{Digest}")
            );

    [Theory]
    [InlineData("1234567")]
    [InlineData("0123456")]
    [InlineData("12e4567")]
    [InlineData("2026.02")]
    [InlineData("2026-02-01")]
    [InlineData("0x12ab")]
    [InlineData("true")]
    [InlineData("NULL")]
    [InlineData("y")]
    public void A_tag_that_would_be_no_text_is_put_in_quotes(string tag)
    {
        var after = Tagged("image: {repository: x/auth-service, tag: 0a1b2c3}\n", tag);

        after.ShouldBe($"image: {{repository: {Name}, tag: \"{tag}\"}}\n");
    }

    [Theory]
    [InlineData("'0a1b2c3'", "1234567", "'1234567'")]
    [InlineData("\"1234567\"", "a1b2c3d", "\"a1b2c3d\"")]
    [InlineData("0a1b2c3", "123456a", "123456a")]
    [InlineData("0a1b2c3", "2026.02.1", "2026.02.1")]
    [InlineData("0a1b2c3", "12e456f", "12e456f")]
    [InlineData("1234567", "a1b2c3d", "a1b2c3d")]
    public void Any_other_tag_is_written_as_the_one_before(string old, string tag, string expected) =>
        Tagged($"image: {{repository: x/auth-service, tag: {old}}}\n", tag)
            .ShouldBe($"image: {{repository: {Name}, tag: {expected}}}\n");

    [Theory]
    [InlineData("docker-compose.yaml")]
    [InlineData(".github/workflows/ci.yaml")]
    [InlineData("chart/templates/values.yaml", "# {{ .Values }}\n")]
    public void What_only_looks_like_values_is_left_alone(string path, string before = "") =>
        ManifestCase
            .Of($"{before}services: {{auth: {{image: 'auth:1'}}}}\n", path)
            .Refusal("auth")
            .ShouldContain("there are no images at all");

    [Theory]
    [InlineData("image: &image {repository: x, tag: y}\nflag: {image: *image}\n", "an alias repeats it for flag")]
    [InlineData("image: {repository: x, tag: &tag y}\nflag: {tag: *tag}\n", "an alias repeats it for flag")]
    [InlineData(
        "image: {repository: x, tag: &tag y}\nx: {other: {repository: z/flag-service, tag: *tag}}\n",
        "an alias repeats it for flag"
    )]
    [InlineData("image: {tag: y, <<: *defaults}\n", "the merge key << in line 2", "x: &defaults {tag: z}\n")]
    [InlineData("image: {tag: y, <<: *defaults}\n", "the merge key << in line 2", "x: &defaults {digest: z}\n")]
    [InlineData("image: {tag: y}\n<<: *defaults\n", "the merge key << in line 3", "x: &defaults {image: {tag: z}}\n")]
    [InlineData("image: {tag: y}\n---\nimage: {pullPolicy: Always}\n", "another document of the file states \"image\"")]
    [InlineData("replicas: 2\n---\nimage: {tag: y}\n", "Helm 3 reads the first document")]
    [InlineData("image: {repository: x, tag: }\n", "\"tag\" has no value: write one, if only \"\"")]
    [InlineData("tag: &tag y\nimage: {repository: x, tag: *tag}\n", "the alias *tag")]
    [InlineData("image: {repository: x}\n", "neither a tag nor a digest")]
    [InlineData("image: *image\n", "the alias *image", "x: &image y\n")]
    public void An_image_that_cannot_be_changed_alone_is_refused(string text, string reason, string before = "") =>
        ManifestCase.Of(before + text, "auth-service/values.yaml").Refusal("auth").ShouldContain(reason);

    [Fact]
    public void Values_of_another_services_image_are_refused_and_both_are_named() =>
        ManifestCase
            .Of("auth: {image: {repository: togglemaster/flag-service, tag: '1'}}\n", "values.yaml")
            .Refusal("auth")
            .ShouldContain("named for auth but points at the image of flag");

    [Fact]
    public void A_merge_that_stands_first_is_overridden_and_no_obstacle() =>
        ManifestCase
            .Of(
                "x: &defaults {tag: z, pullPolicy: Always}\nimage: {<<: *defaults, repository: x/auth-service, tag: y}\n",
                Values
            )
            .Edit("auth")[Values]
            .ShouldContain($"{{<<: *defaults, repository: {Name}, tag: a1b2c3d}}");

    [Theory]
    [InlineData("image: {repository: x/auth-service, tag: '1'}\n", false)]
    [InlineData("image: {repository: 'x/auth-service@sha256:00', tag: '1'}\n", false)]
    [InlineData("image: {repository: x/auth-service, tag: '1@sha256:00'}\n", true)]
    [InlineData("image: {repository: x/auth-service, tag: '1', digest: ''}\n", true)]
    [InlineData("image: 'x/auth-service:1'\n", true)]
    public void A_digest_has_a_field_where_one_is_written(string text, bool takesDigest) =>
        new ManifestFile(Values, Encoding.UTF8.GetBytes(text))
            .Images.ShouldHaveSingleItem()
            .TakesDigest.ShouldBe(takesDigest);

    [Fact]
    public void Values_that_bear_another_environments_name_are_not_meant()
    {
        ManifestFile[] files =
        [
            .. new[] { "values.yaml", "values-production.yaml" }.Select(name => new ManifestFile(
                $"auth-service/{name}",
                Encoding.UTF8.GetBytes("image: {repository: x/auth-service, tag: '1'}\n")
            )),
        ];
        var services = ManifestCase.Of("").Services;

        var found = new ServiceImages(files, "", services, "develop") { Environments = ["develop", "production"] }.Find(
            services.Single(service => service.Name == "auth")
        );

        found.ShouldHaveSingleItem().File.Path.ShouldBe(Values);
    }

    [Fact]
    public void An_anchor_stays_before_the_value_that_it_names() =>
        ManifestCase
            .Of(
                "image:\n  repository: x/auth-service\n  tag: &version  '1.0.0' # said again\nlabels:\n  version: *version\n",
                Values
            )
            .Edit("auth")[Values]
            .ShouldBe(
                $"image:\n  repository: {Name}\n  tag: &version  'a1b2c3d' # said again\nlabels:\n  version: *version\n"
            );

    [Fact]
    public void An_image_that_an_alias_repeats_for_the_same_service_changes_where_it_stands() =>
        ManifestCase
            .Of(
                "global:\n  image: &img\n    repository: togglemaster/auth-service\n    tag: &tag 1.0.0\nweb:\n  image: *img\nworker:\n  imageTag: *tag\n",
                Values
            )
            .Edit("auth")[Values]
            .ShouldBe(
                $"global:\n  image: &img\n    repository: {Name}\n    tag: &tag a1b2c3d\nweb:\n  image: *img\nworker:\n  imageTag: *tag\n"
            );

    [Fact]
    public void An_anchor_that_the_parser_does_not_take_is_said()
    {
        var refusal = ManifestCase.Of("a: 1\nimage: {repository: &r auth, tag: \"1\"}\n", Values).Refusal("auth");

        refusal.ShouldStartWith($"{Values}:2:21 cannot be read: the parser does not take an anchor (&r)");
        refusal.ShouldContain("though YAML allows it");
    }

    private static string Before(string file) => ManifestCase.Load("helm").Files[file];

    private static string Edited(string service, string folder, string file)
    {
        var manifests = ManifestCase.Load("helm").Where(service, known => known with { Manifests = folder });

        var after = manifests.Edit(service);

        after.Where(other => other.Key != file).ShouldBe(manifests.Files.Where(other => other.Key != file));
        return after[file];
    }

    private static string Tagged(string text, string tag) =>
        ManifestCase
            .Of(text, "auth-service/values.yaml")
            .Edit("auth", ManifestCase.NewImage with { Tag = tag, Digest = null })["auth-service/values.yaml"];
}
