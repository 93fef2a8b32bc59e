namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>Images where people have them.</summary>
public class ImagePlaceTests
{
    private const string Name = "registry.example:5000/togglemaster/auth-service";

    [Theory]
    [InlineData("ReplicaSet")]
    [InlineData("ReplicationController")]
    [InlineData("Service")]
    public void Kinds_with_a_template_of_pods_are_workloads(string kind) =>
        ManifestCase
            .Of(ImageMatchingTests.Deployment("auth", "auth", "auth:1").Replace("kind: Deployment", $"kind: {kind}"))
            .ShouldReplace("auth", "deployment.yaml", "auth:1");

    [Theory]
    [InlineData(
        "{\n\t\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\",\n  \"metadata\": {\"name\": \"auth\"}, \"spec\": {\"template\": {\"spec\": {\"containers\": [{\"name\": \"auth\", \"image\": \"auth:1\"}]}}}}\n",
        "deployment.json"
    )]
    [InlineData(
        "- apiVersion: v1\n  kind: Pod\n  metadata: {name: auth}\n  spec: {containers: [{name: auth, image: \"auth:1\"}]}\n",
        "all.yaml"
    )]
    [InlineData(
        "apiVersion: apps/v1\nkind: PodList\nitems:\n  - kind: Pod\n    metadata: {name: auth}\n    spec: {containers: [{name: auth, image: \"auth:1\"}]}\n",
        "all.yaml"
    )]
    public void Json_and_lists_of_objects_are_read(string text, string path) =>
        ManifestCase.Of(text, path).ShouldReplace("auth", path, "auth:1");

    [Theory]
    [InlineData(
        "kind: Application\nmetadata: {name: auth-service}\nspec:\n  source:\n    helm:\n      values: |\n        image:\n          repository: REPOSITORY\n          tag: TAG\n"
    )]
    [InlineData(
        "kind: Application\nmetadata: {name: web}\nspec:\n  sources:\n    - ref: values\n    - helm:\n        valuesObject: {image: {repository: REPOSITORY, tag: TAG}}\n"
    )]
    [InlineData(
        "kind: Application\nmetadata: {name: web}\nspec:\n  source:\n    helm:\n      parameters:\n        - { name: image.repository, value: REPOSITORY }\n        - { name: image.tag, value: TAG }\n"
    )]
    [InlineData(
        "kind: Application\nmetadata: {name: web}\nspec:\n  source:\n    helm:\n      values: |\n        image: {repository: REPOSITORY, tag: hidden}\n      parameters:\n        - { name: image.tag, value: TAG }\n"
    )]
    [InlineData(
        "kind: ApplicationSet\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      sources:\n        - helm: {valuesObject: {image: {repository: REPOSITORY, tag: TAG}}}\n"
    )]
    [InlineData(
        "kind: HelmRelease\nmetadata: {name: web}\nspec: {values: {image: {repository: REPOSITORY, tag: TAG}}}\n"
    )]
    [InlineData(
        "kind: HelmChart\nmetadata: {name: web}\nspec:\n  valuesContent: |-\n    image:\n      repository: \"REPOSITORY\"\n      tag: 'TAG'\n"
    )]
    [InlineData(
        "helmCharts:\n  - name: web\n    valuesInline:\n      image: {repository: REPOSITORY, tag: TAG}\n",
        "kustomization.yaml"
    )]
    [InlineData(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec:\n  images:\n    - name: auth\n      newName: REPOSITORY\n      newTag: TAG\n"
    )]
    [InlineData("image: {repository: REPOSITORY, tag: TAG}\n", "composer.yaml")]
    [InlineData("image: {repository: REPOSITORY, tag: TAG}\n", "charts-auth.yaml")]
    public void Repository_and_tag_change_in_every_holder_of_values(string text, string path = "app.yaml") =>
        ManifestCase
            .Of(text.Replace("REPOSITORY", "127.0.0.1:5000/togglemaster/auth-service").Replace("TAG", "old"), path)
            .Edit("auth")[path]
            .ShouldBe(text.Replace("REPOSITORY", Name).Replace("TAG", "a1b2c3d"));

    [Theory]
    [InlineData($"{Name}:old", $"{Name}:a1b2c3d")]
    [InlineData(
        "127.0.0.1:5000/togglemaster/auth-service:old",
        $"127.0.0.1:5000/togglemaster/auth-service={Name}:a1b2c3d"
    )]
    [InlineData("auth=127.0.0.1:5000/togglemaster/auth-service:old", $"auth={Name}:a1b2c3d")]
    public void A_replacement_of_Argo_CD_changes_in_its_own_form(string old, string expected)
    {
        const string Text =
            "kind: Application\nmetadata: {name: web}\nspec:\n  source:\n    kustomize:\n      images:\n        - IMAGE\n";

        ManifestCase
            .Of(Text.Replace("IMAGE", old))
            .Edit("auth")["deployment.yaml"]
            .ShouldBe(Text.Replace("IMAGE", expected));
    }

    [Theory]
    [InlineData("pipeline.yaml")]
    [InlineData("delivery/catalog.yaml")]
    public void The_catalog_is_no_manifest(string path) =>
        ManifestCase
            .Of("platform: togglemaster\nservices:\n  auth: {image: togglemaster/auth-service}\n", path)
            .Refusal("auth")
            .ShouldContain("no image of auth was found");

    [Theory]
    [InlineData(
        "kind: Application\nspec:\n  source:\n    kustomize:\n      patches:\n        - patch: |-\n            - op: replace\n              value: IMAGE\n"
    )]
    [InlineData("kind: Kustomization\nspec:\n  patches:\n    - patch: '[{\"value\": \"IMAGE\"}]'\n")]
    [InlineData("kind: HelmRelease\nspec:\n  postRenderers:\n    - kustomize: {patches: [{patch: 'image: IMAGE'}]}\n")]
    [InlineData(
        "kind: HelmRelease\nspec:\n  postRenderers:\n    - kustomize: {images: [{name: togglemaster/auth-service, newTag: '1'}]}\n"
    )]
    public void A_patch_that_overrides_the_manifests_is_refused_with_its_place(string text)
    {
        var manifests = new ManifestCase(
            new Dictionary<string, string>
            {
                ["deployment.yaml"] = ImageMatchingTests.Deployment("auth", "auth", "auth:1"),
                ["app.yaml"] = $"apiVersion: x\n{text.Replace("IMAGE", "togglemaster/auth-service:1")}",
            }
        );

        manifests.Refusal("auth").ShouldContain("a patch that overrides the manifests, where Pipeline sets no images");
    }

    [Fact]
    public void An_unsupported_place_is_named_with_its_line_and_column() =>
        ManifestCase
            .Of("apiVersion: example.com/v1\nkind: Workflow\nspec:\n  runner:\n    uses: togglemaster/auth-service:1\n")
            .Refusal("auth")
            .ShouldContain(
                "deployment.yaml:5:11 names togglemaster/auth-service:1 in a Workflow (spec.runner.uses), where Pipeline sets no images"
            );
}
