using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Linting;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Quality.Findings;

namespace Pipeline.Tests.Deployments.GitOps.Linting;

public sealed class ManifestLintTests
{
    private const string Good = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: auth
        spec:
          selector: { matchLabels: { app: auth } }
          template:
            metadata: { labels: { app: auth } }
            spec:
              containers:
                - name: auth
                  image: registry.example/other:1@sha256:7777777777777777777777777777777777777777777777777777777777777777
                  env:
                    - name: PORT
                      value: "8080"
                  ports:
                    - containerPort: 8080
                  readinessProbe: { httpGet: { path: /ready, port: http } }
                  livenessProbe: { httpGet: { path: /health, port: 8080 } }
                  resources:
                    requests: { cpu: 50m, memory: 32Mi }
                    limits: { cpu: 1, memory: 64Mi }

        """;

    [Fact]
    public void A_good_manifest_has_no_findings() => Check(Good).ShouldBeEmpty();

    [Theory]
    [InlineData(
        "readinessProbe:",
        "redinessProbe:",
        "18:11",
        "\"redinessProbe\" is not a field of spec.template.spec.containers[0]: did you mean \"readinessProbe\"?"
    )]
    [InlineData(
        "value: \"8080\"",
        "value: 8080",
        "15:22",
        "spec.template.spec.containers[0].env[0].value must be a text, and 8080 is a number: put it in quotes"
    )]
    [InlineData(
        "value: \"8080\"",
        "value: yes",
        "15:22",
        "spec.template.spec.containers[0].env[0].value must be a text, and yes is true or false: put it in quotes"
    )]
    [InlineData(
        "containerPort: 8080",
        "containerPort: http",
        "17:30",
        "spec.template.spec.containers[0].ports[0].containerPort must be a whole number, not http"
    )]
    [InlineData(
        "- containerPort: 8080",
        "- protocol: TCP",
        "17:15",
        "spec.template.spec.containers[0].ports[0] lacks \"containerPort\""
    )]
    [InlineData(
        "    - containerPort: 8080",
        "    containerPort: 8080",
        "16:11",
        "spec.template.spec.containers[0].ports must be a list (\"- \" before each item)"
    )]
    [InlineData("apps/v1", "extensions/v1beta1", "1:13", "extensions/v1beta1 does not serve Deployment: write apps/v1")]
    [InlineData(
        "  name: auth\nspec",
        "  name: auth\n  name: auth\nspec",
        "5:3",
        "\"name\" is set twice in metadata: keep one"
    )]
    public void What_Kubernetes_would_refuse_is_found_where_it_stands(
        string good,
        string bad,
        string place,
        string message
    )
    {
        var finding = Check(Good.Replace(good, bad)).First();

        finding.Place.ShouldBe($"gitops/auth/a.yaml:{place}");
        finding.Message.ShouldBe(message);
        finding.Severity.ShouldBe(Severity.High);
    }

    [Theory]
    [InlineData(
        "registry.example/other:1@sha256:7777777777777777777777777777777777777777777777777777777777777777",
        "registry.example/other",
        "image-latest",
        Severity.High
    )]
    [InlineData(
        "registry.example/other:1@sha256:7777777777777777777777777777777777777777777777777777777777777777",
        "registry.example/other:latest",
        "image-latest",
        Severity.High
    )]
    [InlineData(
        "registry.example/other:1@sha256:7777777777777777777777777777777777777777777777777777777777777777",
        "registry.example/other:1",
        "image-not-pinned",
        Severity.Medium
    )]
    [InlineData(
        "          readinessProbe: { httpGet: { path: /ready, port: http } }\n",
        "",
        "readiness-probe",
        Severity.Medium
    )]
    [InlineData(
        "          livenessProbe: { httpGet: { path: /health, port: 8080 } }\n",
        "",
        "liveness-probe",
        Severity.Medium
    )]
    [InlineData(", memory: 64Mi", "", "resources", Severity.Medium)]
    [InlineData("cpu: 1, ", "", "resources", Severity.Low)]
    [InlineData(
        "          resources:",
        "          securityContext: { privileged: true }\n          resources:",
        "privileged",
        Severity.High
    )]
    [InlineData("      containers:", "      hostNetwork: true\n      containers:", "host-namespace", Severity.High)]
    [InlineData(
        "      containers:",
        "      volumes: [{ name: x, hostPath: { path: /var/run } }]\n      containers:",
        "host-path",
        Severity.High
    )]
    public void What_people_forget_is_found(string good, string bad, string rule, Severity severity)
    {
        var finding = Check(Good.Replace(good, bad)).ShouldHaveSingleItem();

        finding.RuleId.ShouldBe(rule);
        finding.Severity.ShouldBe(severity);
        finding.Line.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(":latest")]
    [InlineData(":0000000")]
    public void The_image_that_is_delivered_is_pinned_by_the_delivery(string tag) =>
        Check(
                Good.Replace(
                    "registry.example/other:1@sha256:7777777777777777777777777777777777777777777777777777777777777777",
                    $"registry.example/togglemaster/auth-service{tag}"
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void A_job_needs_no_probes()
    {
        var job = string.Join(
            '\n',
            Good.Replace("apps/v1", "batch/v1")
                .Replace("Deployment", "Job")
                .Split('\n')
                .Where(line => !line.Contains("Probe:", StringComparison.Ordinal))
        );

        Check(job).Select(finding => finding.Message).ShouldBe([]);
    }

    [Theory]
    [InlineData("data: { password: bWFkZS11cA== }", 1)]
    [InlineData("stringData: { user: made-up, password: made-up }", 2)]
    [InlineData("data: {}", 0)]
    [InlineData("stringData: { password: '<path:secret/data/auth#password>' }", 0)]
    [InlineData("stringData: { password: '${PASSWORD}' }", 0)]
    [InlineData("stringData: { password: 'ENC[AES256_GCM,data:x]' }\nsops: { version: 3.9.0 }", 0)]
    public void A_secret_in_Git_is_found_and_not_repeated(string content, int expected)
    {
        var findings = Check($"apiVersion: v1\nkind: Secret\nmetadata: {{ name: auth }}\n{content}\n")
            .Where(finding => finding.RuleId == "secret-in-git")
            .ToArray();

        findings.Length.ShouldBe(expected);
        findings.ShouldAllBe(finding =>
            !finding.Message.Contains("made-up") && !finding.Message.Contains("bWFkZS11cA")
        );
    }

    [Fact]
    public void Replicas_beside_an_autoscaler_are_found_across_files()
    {
        const string Scaler = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: { name: auth }
            spec:
              scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: auth }
              maxReplicas: 5
            """;

        var finding = Check(
                ("gitops/auth/a.yaml", Good.Replace("spec:\n  selector", "spec:\n  replicas: 2\n  selector")),
                ("gitops/auth/hpa.yaml", Scaler)
            )
            .ShouldHaveSingleItem();

        finding.RuleId.ShouldBe("replicas-with-autoscaler");
        finding.Place.ShouldBe("gitops/auth/a.yaml:6:3");
    }

    [Fact]
    public void What_a_kustomization_takes_in_is_checked_and_a_patch_need_not_be_whole()
    {
        var findings = Check(
            (
                "gitops/auth/kustomization.yaml",
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches: [{ path: patch.yaml }]\n"
            ),
            (
                "gitops/auth/patch.yaml",
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: auth }\nspec: { replica: 2 }\n"
            ),
            ("gitops/base/deployment.yaml", Good.Replace("livenessProbe", "livenesProbe")),
            ("gitops/other/deployment.yaml", "nothing: [\n")
        );

        findings
            .Select(finding => $"{finding.Place} {finding.RuleId}")
            .ShouldBe(
                [
                    "gitops/auth/patch.yaml:4:9 schema",
                    "gitops/base/deployment.yaml:19:11 schema",
                    "gitops/base/deployment.yaml:11:17 liveness-probe",
                ],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("a: [\n", "does not parse as YAML")]
    [InlineData("a: \"\0\"\n", "")]
    public void A_file_that_cannot_be_read_is_a_finding(string content, string expected)
    {
        var finding = Check(content).ShouldHaveSingleItem();

        finding.RuleId.ShouldBe("yaml");
        finding.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("apiVersion: example.com/v1\nkind: Deployment\nanything: true\n")]
    [InlineData("image: { repository: x, tag: latest }\n")]
    [InlineData("x: &x { metadata: { nme: x } }\ny: *x\n")]
    public void What_is_not_of_Kubernetes_is_let_pass(string content) => Check(content).ShouldBeEmpty();

    [Fact]
    public void An_alias_is_not_followed_and_a_merge_may_bring_what_is_missing() =>
        Check(
                Good.Replace(
                    "- containerPort: 8080",
                    "- &p { containerPort: 8080 }\n            - <<: *p\n              name: http\n            - *p"
                )
            )
            .ShouldBeEmpty();

    [Fact]
    public void The_objects_of_a_list_are_checked_one_by_one()
    {
        var finding = Check(
                "apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: x }, dta: {} }\n"
            )
            .ShouldHaveSingleItem();

        finding.Message.ShouldBe("\"dta\" is not a field of ConfigMap: did you mean \"data\"?");
    }

    [Fact]
    public void The_manifests_of_the_sample_hold()
    {
        var root = Path.Combine(Repository.Root, "samples", "togglemaster");
        var tree = ParsedTree.Read(root, "gitops");
        var services = new[] { "analytics", "auth", "evaluation", "flag", "targeting" }
            .Select(ManifestCase.NewService)
            .ToImmutableArray();

        var findings = services
            .SelectMany(service =>
                new[] { "gitops/manifests", "gitops/environments/develop" }.Select(folder =>
                    $"{folder}/{service.Name}-service"
                )
            )
            .Append("gitops/manifests/platform")
            .SelectMany(folder => ManifestLint.Check(tree, folder, services));

        findings.Select(finding => finding.ToString()).ShouldBeEmpty();
    }

    private static ImmutableArray<Finding> Check(string content) => Check(("gitops/auth/a.yaml", content));

    private static ImmutableArray<Finding> Check(params (string Path, string Content)[] files) =>
        [
            .. ManifestLint.Check(
                new([.. files.Select(file => ParsedFile.Of(new(file.Path, Encoding.UTF8.GetBytes(file.Content))))]),
                "gitops/auth",
                [ManifestCase.NewService("auth")]
            ),
        ];
}
