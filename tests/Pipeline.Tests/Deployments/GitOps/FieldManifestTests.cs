namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>Manifests in the shapes that they have in the field.</summary>
public class FieldManifestTests
{
    private const string Old = "123456789012.dkr.ecr.us-east-1.amazonaws.com/togglemaster/auth-service:0a1b2c3";

    [Fact]
    public void Only_the_image_changes_and_not_what_looks_like_one() =>
        ManifestCase.Load("plain").ShouldReplace("auth", "auth-service/deployment.yaml", Old);

    [Fact]
    public void The_right_one_of_several_documents_changes() =>
        ManifestCase
            .Load("documents")
            .ShouldReplace("auth", "everything.yaml", "registry.example/togglemaster/auth-service:1");

    [Fact]
    public void A_file_without_a_final_newline_stays_without() =>
        ManifestCase.Load("no-final-newline").ShouldReplace("auth", "deployment.yaml", "auth:latest");

    [Fact]
    public void Carriage_returns_stay() =>
        ManifestCase.Load("crlf").ShouldReplace("auth", "deployment.yaml", "busybox:1.36");

    [Fact]
    public void Mixed_line_endings_stay_mixed_line_by_line() =>
        ManifestCase.Load("mixed-endings").ShouldReplace("auth", "deployment.yaml", "togglemaster/auth-service:1");

    [Fact]
    public void A_byte_order_mark_and_letters_of_several_bytes_stay()
    {
        var manifests = ManifestCase.Load("byte-order-mark");
        var before = manifests.Files["deployment.yaml"];

        var after = manifests.Edit("auth")["deployment.yaml"];

        after.ShouldBe(before.Replace("'auth-service'", $"'{ManifestCase.NewImage}'"));
    }

    [Theory]
    [InlineData("auth", "deployment.yaml", "auth:1")]
    [InlineData("flag", "like-json.yaml", "flag:1")]
    public void Flow_style_stays(string service, string file, string old) =>
        ManifestCase.Load("flow").ShouldReplace(service, file, old);

    [Fact]
    public void Init_containers_of_the_same_image_change_along_and_sidecars_jobs_and_collectors_do_not()
    {
        var manifests = ManifestCase.Load("sidecars");
        var before = manifests.Files["deployment.yaml"];

        var after = manifests.Edit("auth");

        before.Split("auth-service:latest").Length.ShouldBe(3);
        after["deployment.yaml"].ShouldBe(before.Replace("auth-service:latest", $"{ManifestCase.NewImage}"));
        after["job.yaml"].ShouldBe(manifests.Files["job.yaml"]);
        after["collector.yaml"].ShouldBe(manifests.Files["collector.yaml"]);
    }

    [Theory]
    [InlineData("busybox", "registry.example:5000/togglemaster/auth-service:1")]
    [InlineData("registry.example:5000/togglemaster/auth-service:1", "elsewhere.example/togglemaster/auth-service:2")]
    public void An_init_container_with_the_services_image_changes_along_from_any_registry(string image, string init)
    {
        var text = ImageMatchingTests.Deployment("auth", "auth", image);

        ManifestCase
            .Of($"{text}      initContainers: [{{name: migrate, image: '{init}'}}]\n")
            .Edit("auth")["deployment.yaml"]
            .ShouldBe(
                $"{text.Replace(image, $"{ManifestCase.NewImage}")}      initContainers: [{{name: migrate, image: '{ManifestCase.NewImage}'}}]\n"
            );
    }

    [Fact]
    public void An_init_container_changes_where_it_is_configured()
    {
        var manifests = ManifestCase
            .Load("sidecars")
            .Where("auth", auth => auth with { Container = "auth-service-migrate" });
        var before = manifests.Files["deployment.yaml"];

        var after = manifests.Edit("auth")["deployment.yaml"];

        var at = before.LastIndexOf("auth-service:latest", StringComparison.Ordinal);
        after.ShouldBe(before[..at] + ManifestCase.NewImage + before[(at + "auth-service:latest".Length)..]);
    }

    [Theory]
    [InlineData("targeting", "targeting-service/deployment.yaml:17", "flag")]
    [InlineData("evaluation", "evaluation-service/deployment.yaml:17", "flag")]
    public void An_image_of_another_service_is_refused_and_both_are_named(string service, string place, string other)
    {
        var manifests = ManifestCase.Load("another-service");

        var refusal = manifests.Refusal(service);

        refusal.ShouldContain(place);
        refusal.ShouldContain($"named for {service} but points at the image of {other}");
    }

    [Fact]
    public void A_workload_of_another_service_is_not_taken_for_the_right_one() =>
        ManifestCase
            .Load("another-service")
            .ShouldReplace("flag", "flag-service/deployment.yaml", "registry.example/togglemaster/flag-service:1");

    [Fact]
    public void A_tab_that_breaks_the_file_is_named_with_line_and_column()
    {
        var manifests = ManifestCase.Load("tab");

        var refusal = manifests.Refusal("auth");

        refusal.ShouldBe(
            "auth-service/deployment.yaml:22:1 does not parse as YAML: there is a tab in the indentation; use spaces"
        );
    }

    [Fact]
    public void A_broken_file_of_another_service_is_no_obstacle() =>
        ManifestCase.Load("tab").ShouldReplace("flag", "flag-service/deployment.yaml", "flag-service:1");

    [Fact]
    public void Deployments_of_one_name_in_several_folders_are_listed()
    {
        var manifests = ManifestCase.Load("several-folders");

        var refusal = manifests.Refusal("auth");

        refusal.ShouldContain("3 images could be auth");
        refusal.ShouldContain("k8s/auth-service/deployment.yaml:17");
        refusal.ShouldContain("k8s/apps/auth-service/deployment.yaml:17");
        refusal.ShouldContain("k8s/local/auth-service/deployment.yaml:17");
        refusal.ShouldContain("\"manifests\"");
    }

    [Fact]
    public void A_configured_folder_decides_between_them() =>
        ManifestCase
            .Load("several-folders")
            .Where("auth", auth => auth with { Manifests = "k8s/apps/auth-service/" })
            .ShouldReplace("auth", "k8s/apps/auth-service/deployment.yaml", "auth-service:latest");

    [Theory]
    [InlineData("analytics")]
    [InlineData("auth")]
    [InlineData("targeting")]
    public void The_right_one_of_five_deployments_in_a_patch_changes(string service) =>
        ManifestCase
            .Load("shared-patch")
            .ShouldReplace(service, "images.yaml", $"registry.example/togglemaster/{service}-service:v1");

    [Theory]
    [InlineData("auth", "deployment.yaml:17", "$IMAGE_URI")]
    [InlineData("flag", "braces.yaml:17", "${ECR_REGISTRY}/togglemaster/flag-service:${IMAGE_TAG}")]
    public void A_template_is_not_edited(string service, string place, string image)
    {
        var refusal = ManifestCase.Load("templates").Refusal(service);

        refusal.ShouldContain(place);
        refusal.ShouldContain($"({image}) is a template");
    }

    [Theory]
    [InlineData("auth", "rollout.yaml")]
    [InlineData("flag", "statefulset.yaml")]
    [InlineData("targeting", "daemonset.yaml")]
    [InlineData("analytics", "cronjob.yaml")]
    [InlineData("evaluation", "pod.yml")]
    public void Every_kind_of_workload_is_found(string service, string file) =>
        ManifestCase.Load("kinds").ShouldReplace(service, file, $"{service}:1");

    [Theory]
    [InlineData("auth", "02-auth-service.yaml")]
    [InlineData("flag", "3-flag-service/deployment.yaml")]
    public void Numbered_files_and_folders_are_found(string service, string file) =>
        ManifestCase.Load("numbered").ShouldReplace(service, file, $"{service}-service:latest");

    [Fact]
    public void Workloads_of_one_folder_that_all_run_the_image_are_one_release()
    {
        var manifests = ManifestCase.Load("one-release");

        var after = manifests.Edit("auth");

        after.Values.ShouldAllBe(text => text.Contains($"image: {ManifestCase.NewImage}\n"));
    }
}
