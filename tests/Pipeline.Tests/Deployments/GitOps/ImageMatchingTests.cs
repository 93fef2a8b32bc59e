using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Tests.Deployments.GitOps;

public class ImageMatchingTests
{
    [Theory]
    [InlineData("busybox")]
    [InlineData("busybox:1.36")]
    [InlineData("<AWS_ACCOUNT_ID>.dkr.ecr.us-east-1.amazonaws.com/auth-service:latest")]
    [InlineData("REPLACE_ME/auth-service")]
    [InlineData("auth-service:latest")]
    [InlineData("registry:5000/togglemaster/auth-service")]
    [InlineData("111111111111.dkr.ecr.eu-west-1.amazonaws.com/togglemaster/auth-service:0a1b2c3")]
    public void Any_image_of_the_services_own_container_is_replaced_registry_and_all(string old) =>
        ManifestCase.Of(Deployment("auth-service", "auth", old)).ShouldReplace("auth", "deployment.yaml", old);

    [Theory]
    [InlineData("registry:5000/togglemaster/auth-service")]
    [InlineData("registry:5000/mirror/togglemaster/auth-service:1")]
    [InlineData("togglemaster/auth-service@sha256:0000")]
    public void A_container_of_any_name_is_found_by_its_image(string old) =>
        ManifestCase.Of(Deployment("web", "app", old)).ShouldReplace("auth", "deployment.yaml", old);

    [Fact]
    public void A_container_of_any_name_is_found_by_its_configured_name() =>
        ManifestCase
            .Of(Deployment("auth-deployment", "app", "busybox"))
            .Where("auth", auth => auth with { Container = "app" })
            .ShouldReplace("auth", "deployment.yaml", "busybox");

    [Fact]
    public void In_the_services_own_folder_the_containers_name_is_enough() =>
        ManifestCase
            .Of(Deployment("auth-deployment", "auth", "busybox"), "auth-service/deployment.yaml")
            .Where("auth", auth => auth with { Manifests = "auth-service" })
            .ShouldReplace("auth", "auth-service/deployment.yaml", "busybox");

    [Fact]
    public void Nothing_found_lists_what_was_there_and_what_to_set()
    {
        var manifests = ManifestCase.Of(Deployment("web", "app", "nginx:1"));

        var refusal = manifests.Refusal("auth");

        refusal.ShouldBe(
            "no image of auth was found in the 1 YAML files of the repository (deployment.yaml:10 Deployment web, "
                + "container app (nginx:1)): name workload and container auth, or set \"container\", \"imageField\" or "
                + "\"manifests\" of auth"
        );
    }

    [Fact]
    public void An_empty_folder_is_named()
    {
        var manifests = ManifestCase
            .Of(Deployment("auth", "auth", "auth"))
            .Where("auth", auth => auth with { Manifests = "elsewhere" });

        var refusal = manifests.Refusal("auth");

        refusal.ShouldBe("elsewhere holds no YAML files: set \"manifests\" of auth to the folder of its manifests");
    }

    [Fact]
    public void A_configured_folder_outside_the_repository_is_refused()
    {
        var manifests = ManifestCase
            .Of(Deployment("auth", "auth", "auth"))
            .Where("auth", auth => auth with { Manifests = "../elsewhere" });

        var refusal = manifests.Refusal("auth");

        refusal.ShouldContain("is outside the GitOps repository");
    }

    [Fact]
    public void Two_services_that_share_a_repository_are_told_apart_by_name()
    {
        var manifests = ManifestCase
            .Of(
                Deployment("auth", "auth", "registry.example/shared:auth-1")
                    + "---\n"
                    + Deployment("flag", "flag", "registry.example/shared:flag-1")
            )
            .Where("auth", auth => auth with { Image = "shared" })
            .Where("flag", flag => flag with { Image = "shared" });

        manifests.ShouldReplace("flag", "deployment.yaml", "registry.example/shared:flag-1");
    }

    [Fact]
    public void A_place_that_two_services_with_one_image_share_is_written_once()
    {
        var manifests = ManifestCase
            .Of(
                "images:\n  - name: shop/app\n    newName: registry.example/shop/app\n    newTag: old\n",
                "kustomization.yaml"
            )
            .Where("auth", auth => auth with { Image = "shop/app" })
            .Where("flag", flag => flag with { Image = "shop/app" });
        var files = manifests
            .Files.Select(file => new ManifestFile(file.Key, Encoding.Latin1.GetBytes(file.Value)))
            .ToArray();
        var wanted = new ImageReference("registry.example", "shop/app", "new");

        var edits = new ManifestEdits(
            manifests
                .Services.Where(service => service.Image == "shop/app")
                .Select(service =>
                    ServiceManifests.Find(
                        new ServiceImages(files, "", manifests.Services, "develop"),
                        service,
                        wanted,
                        null
                    )
                )
        );

        Encoding.UTF8.GetString(edits.Apply().Values.ShouldHaveSingleItem()).ShouldEndWith("newTag: new\n");
        edits.Services.Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("*elsewhere", "alias *elsewhere")]
    [InlineData("&here auth:1", "anchor &here")]
    [InlineData("!!str auth:1", "tag")]
    [InlineData("", "empty")]
    [InlineData(">-\n            auth:1", "block")]
    [InlineData("\"auth\\\n            :1\"", "several lines")]
    [InlineData("[auth:1]", "not a text")]
    [InlineData("auth:1\n          image: auth:2", "two \"image\" keys")]
    public void An_image_that_cannot_be_changed_alone_is_refused(string value, string reason)
    {
        var text = "x: &elsewhere auth:1\n" + Deployment("auth", "auth", value);

        var refusal = ManifestCase.Of(text).Refusal("auth");

        refusal.ShouldStartWith("the image of deployment.yaml:11 Deployment auth, container auth cannot be changed");
        refusal.ShouldContain(reason);
    }

    [Fact]
    public void A_container_that_an_alias_repeats_is_refused()
    {
        const string Text = """
            kind: Deployment
            metadata: {name: auth}
            spec:
              template: &pod
                spec:
                  containers: [{name: auth, image: auth:1}]
            copy: *pod
            """;

        var refusal = ManifestCase.Of(Text).Refusal("auth");

        refusal.ShouldContain("an alias repeats it");
    }

    [Fact]
    public void A_manifest_is_preferred_to_the_template_beside_it()
    {
        var manifests = ManifestCase.Of(
            Deployment("auth", "auth", "$IMAGE") + "---\n" + Deployment("auth", "auth", "auth:1")
        );

        manifests.ShouldReplace("auth", "deployment.yaml", "auth:1");
    }

    [Theory]
    [InlineData("auth:1", "a: b")]
    [InlineData("auth:1", "a #b")]
    [InlineData("auth:1", "a\n          command: [x]")]
    [InlineData("auth:1", "[a]:5000/b")]
    [InlineData("'auth:1'", "a'b")]
    [InlineData("\"auth:1\"", "a\", command: [\"b")]
    public void An_edit_that_would_change_more_than_the_image_is_refused(string old, string image)
    {
        var manifests = ManifestCase.Of(Deployment("auth", "auth", old));

        var refusal = Should.Throw<ManifestException>(() => manifests.Write("auth", image)).Message;

        refusal.ShouldContain("would not be the same document");
    }

    public static string Deployment(string name, string container, string image) =>
        $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
            spec:
              template:
                spec:
                  containers:
                    - name: {container}
                      image: {image}

            """.Replace("\r\n", "\n");
}
