using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Tests.Deployments.GitOps;

public class KustomizeTests
{
    private const string File = "k8s/kustomization.yaml";

    [Fact]
    public void An_entry_with_a_new_name_takes_repository_and_tag_and_keeps_its_quotes() =>
        Only("auth")
            .ShouldBe(
                Before()
                    .Replace(
                        "123456789012.dkr.ecr.us-east-1.amazonaws.com/togglemaster/auth-service #",
                        $"{ManifestCase.NewImage.Name} #"
                    )
                    .Replace(
                        "newTag: \"40\"\n  - name: registry.example",
                        "newTag: \"a1b2c3d\"\n  - name: registry.example"
                    )
            );

    [Fact]
    public void An_entry_without_a_new_name_takes_the_tag() =>
        Only("flag", Image("registry.example:5000/togglemaster/flag-service"))
            .ShouldBe(Before().Replace("v1.0.0-0a1b2c3", "a1b2c3d"));

    [Fact]
    public void An_entry_without_a_new_name_cannot_move_to_another_registry()
    {
        var manifests = ManifestCase.Load("kustomize");

        var refusal = Should.Throw<ManifestException>(() =>
            manifests.Edit("flag", Image("elsewhere.example/togglemaster/flag-service"))
        );

        refusal.Message.ShouldContain(
            $"{File}:13 Kustomization, images entry registry.example:5000/togglemaster/flag-service"
        );
        refusal.Message.ShouldContain("add \"newName: elsewhere.example/togglemaster/flag-service\" to the entry");
    }

    [Fact]
    public void Name_tag_and_digest_of_an_entry_on_one_line_move_together() =>
        Only("targeting")
            .ShouldBe(
                Before()
                    .Replace(
                        "newName: registry.example/togglemaster/targeting-service",
                        $"newName: {ManifestCase.NewImage.Name}"
                    )
                    .Replace("newTag: '7'", "newTag: 'a1b2c3d'")
                    .Replace("\"sha256:00\"", $"\"{ManifestCase.NewImage.Digest}\"")
            );

    [Fact]
    public void Of_several_overlays_the_one_that_bears_the_environments_name_is_meant()
    {
        var manifests = ManifestCase.Load("overlays");

        var after = manifests.Edit("auth");

        after["develop/kustomization.yml"].ShouldContain("newTag: a1b2c3d");
        after
            .Where(file => file.Key != "develop/kustomization.yml")
            .ShouldBe(manifests.Files.Where(file => file.Key != "develop/kustomization.yml"));
    }

    [Theory]
    [InlineData("develop")]
    [InlineData("teams/develop/shop")]
    public void A_parent_folder_that_bears_the_environments_name_decides_nothing(string parent)
    {
        var files = ManifestCase
            .Load("overlays")
            .Files.ToDictionary(file => $"{parent}/{file.Key}", file => file.Value);

        var after = new ManifestCase(files).Edit("auth");

        after[$"{parent}/develop/kustomization.yml"].ShouldContain("newTag: a1b2c3d");
        after[$"{parent}/qa/kustomization.yml"].ShouldBe(files[$"{parent}/qa/kustomization.yml"]);
    }

    [Fact]
    public void A_base_that_another_environment_renders_too_is_not_changed_for_one() => new ManifestCase(
            new Dictionary<string, string>
            {
                ["base/deployment.yaml"] = ImageMatchingTests.Deployment("auth", "auth", "auth:1"),
                ["base/kustomization.yaml"] = "resources: [deployment.yaml]\n",
                ["develop/kustomization.yaml"] = "resources: [../base]\nimages: [{name: envoy, newTag: '2'}]\n",
                ["qa/kustomization.yaml"] = "resources: [../base]\n",
            }
        ).PlannedRefusal("auth").ShouldContain("base/deployment.yaml:10 Deployment auth, container auth (auth:1) is also what the kustomization of qa renders");

    [Fact]
    public void Overlays_that_bear_no_environments_name_are_listed()
    {
        var files = ManifestCase
            .Load("overlays")
            .Files.ToDictionary(file => file.Key.Replace("develop", "blue"), file => file.Value);

        var refusal = new ManifestCase(files).Refusal("auth");

        refusal.ShouldContain("2 images could be auth");
        refusal.ShouldContain("blue/kustomization.yml:5");
        refusal.ShouldContain("qa/kustomization.yml:5");
    }

    [Fact]
    public void A_folder_for_each_environment_is_configured_once() =>
        ManifestCase
            .Load("overlays")
            .Where("auth", auth => auth with { Manifests = "{environment}" })
            .Edit("auth")["develop/kustomization.yml"]
            .ShouldContain("newTag: a1b2c3d");

    [Fact]
    public void A_patch_is_changed_and_not_what_it_patches() =>
        ManifestCase
            .Load("patched")
            .ShouldReplace("auth", "develop/image.yaml", "registry.example/togglemaster/auth-service:1");

    [Fact]
    public void An_entry_of_another_kustomization_does_not_hide_a_manifest()
    {
        var files = new Dictionary<string, string>
        {
            ["auth/deployment.yaml"] = ImageMatchingTests.Deployment("auth", "auth", "busybox"),
            ["other/kustomization.yaml"] = "images: [{name: busybox, newTag: '1'}]\n",
        };

        new ManifestCase(files).ShouldReplace("auth", "auth/deployment.yaml", "busybox");
    }

    [Theory]
    [InlineData("newTag: 1234567", "newTag: a1b2c3d")]
    [InlineData("newTag:\n    newName: x\n    digest: sha256:00", "digest: sha256:7")]
    public void Empty_fields_and_numbers_are_no_obstacle(string fields, string expected) =>
        ManifestCase
            .Of(
                $"images:\n  - name: auth\n    newName: x/y\n    {fields}\n".Replace(
                    "    newName: x/y\n    newTag:\n",
                    "    newTag:\n"
                ),
                "kustomization.yaml"
            )
            .Edit("auth")["kustomization.yaml"]
            .ShouldContain(expected);

    [Theory]
    [InlineData("newName: x/auth", "neither a tag nor a digest")]
    [InlineData("newTag: '1'\n    newTag: '2'", "both \"newTag\" and \"newTag\"")]
    [InlineData("newTag: [1]", "\"newTag\": it is not a text")]
    [InlineData("newTag: &tag x", "\"newTag\": it has the anchor &tag")]
    public void An_entry_that_cannot_be_changed_is_refused(string fields, string reason) =>
        ManifestCase
            .Of($"images:\n  - name: auth\n    {fields}\n", "kustomization.yaml")
            .Refusal("auth")
            .ShouldContain(reason);

    [Theory]
    [InlineData("newTag: '1'\n    <<: *other", "\"name\" comes from the merge key << in line 5")]
    [InlineData("newTag: '1'\n---\nimages: []", null)]
    public void What_overrides_an_entry_is_named(string fields, string? reason)
    {
        var manifests = ManifestCase.Of(
            $"images:\n  - &other {{name: x, newTag: '2'}}\n  - name: auth\n    {fields}\n",
            "kustomization.yaml"
        );

        if (reason is not null)
            manifests.Refusal("auth").ShouldContain(reason);
        else
            manifests.Edit("auth", Image("auth"))["kustomization.yaml"].ShouldContain("newTag: 'a1b2c3d'");
    }

    [Fact]
    public void Entries_in_a_second_document_are_not_read_by_kustomize_and_refused() =>
        ManifestCase
            .Of("resources: []\n---\nimages:\n  - name: auth\n    newTag: '1'\n", "kustomization.yaml")
            .Refusal("auth")
            .ShouldContain(
                "kustomization.yaml:4 Kustomization, images entry auth cannot be changed: kustomize reads the first document"
            );

    [Fact]
    public void Of_two_lists_of_images_the_last_counts() =>
        ManifestCase
            .Of("images: [{name: auth, newTag: '1'}]\nimages: [{name: auth, newTag: '2'}]\n", "kustomization.yaml")
            .Edit("auth", Image("auth"))["kustomization.yaml"]
            .ShouldBe("images: [{name: auth, newTag: '1'}]\nimages: [{name: auth, newTag: 'a1b2c3d'}]\n");

    [Fact]
    public void Keys_in_another_case_count_as_kustomize_reads_them() =>
        ManifestCase
            .Of("Images: [{Name: auth, NewTag: '1'}]\n", "kustomization.yaml")
            .Edit("auth", Image("auth"))["kustomization.yaml"]
            .ShouldBe("Images: [{Name: auth, NewTag: 'a1b2c3d'}]\n");

    [Fact]
    public void An_entry_that_replaces_nothing_is_refused() =>
        new ManifestCase(
            new Dictionary<string, string>
            {
                ["deployment.yaml"] = ImageMatchingTests.Deployment("web", "app", "nginx"),
                ["kustomization.yaml"] =
                    "resources: [deployment.yaml]\nimages: [{name: x/auth-service, newTag: '1'}]\n",
            }
        )
            .Refusal("auth")
            .ShouldContain("replaces nothing: no container there has the image x/auth-service");

    private static ImageReference Image(string name) =>
        ImageReference.Parse($"{name}:{ManifestCase.NewImage.Tag}@{ManifestCase.NewImage.Digest}");

    private static string Before() => ManifestCase.Load("kustomize").Files[File];

    private static string Only(string service, ImageReference? image = null)
    {
        var manifests = ManifestCase.Load("kustomize");

        var after = manifests.Edit(service, image);

        after.Where(file => file.Key != File).ShouldBe(manifests.Files.Where(file => file.Key != File));
        return after[File];
    }
}
