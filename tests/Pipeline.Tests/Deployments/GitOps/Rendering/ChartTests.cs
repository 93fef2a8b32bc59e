using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>What the templates of a chart make of its values.</summary>
public sealed class ChartTests
{
    private const string Values =
        "registry: registry.example:5000\nempty: ''\nimage: {repository: togglemaster/auth-service, tag: '1', digest: 'sha256:00'}\n"
        + "all: &all {repository: togglemaster/auth-service, tag: '1'}\nmerged: {<<: *all, tag: '2'}\nrepeated: *all\n";

    [Theory]
    [InlineData("{{ .Values.image.repository }}:{{ .Values.image.tag }}", "togglemaster/auth-service:1")]
    [InlineData(
        "\"{{ .Values.registry }}/{{ .Values.image.repository }}\"",
        "registry.example:5000/togglemaster/auth-service"
    )]
    [InlineData("x:{{ .Values.empty | default .Chart.AppVersion | quote }}", "x:9.9")]
    [InlineData("x:{{ default .Chart.AppVersion .Values.missing }}", "x:9.9")]
    [InlineData(
        "{{ printf \"%s:%s\" .Values.image.repository (.Values.empty | default \"2\") }}",
        "togglemaster/auth-service:2"
    )]
    [InlineData("x{{ if .Values.empty }}@{{ .Values.empty }}{{ else }}:{{ $.Values.image.tag }}{{ end }}", "x:1")]
    [InlineData("x{{- with .Values.image.digest }}@{{ . }}{{- end }}", "x@sha256:00")]
    [InlineData("x:1{{ if .Values.empty }}@sha256:{{ .Values.empty }}{{ end }}", "x:1")]
    [InlineData("{{ .Values.merged.repository }}:{{ .Values.merged.tag }}", "togglemaster/auth-service:2")]
    [InlineData("x:{{ .Values.repeated.tag }}", "x:1")]
    [InlineData("{{ include \"image\" . }}", "togglemaster/auth-service:1")]
    [InlineData("{{ .Values.image.tag | upper }}", null)]
    [InlineData("{{ include \"elsewhere\" . }}", null)]
    [InlineData("{{ .Values.image }}", null)]
    [InlineData("{{ range .Values.images }}{{ . }}{{ end }}", null)]
    public void An_image_is_put_together_as_helm_does_or_unknown(string image, string? expected) =>
        Charts
            .In(Files(image), "develop")
            .Images("auth", "auth/values.yaml")
            .ShouldBe([new ChartImage("auth/templates/deployment.yaml:10", expected)]);

    [Fact]
    public void A_registry_that_the_chart_puts_first_is_left_out_of_the_repository() =>
        new ManifestCase(Texts("{{ .Values.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"))
            .Edit("auth")["auth/values.yaml"]
            .ShouldContain("{repository: togglemaster/auth-service, tag: 'a1b2c3d'");

    [Theory]
    [InlineData(
        "registry.example:5000/{{ .Values.image.repository }}:v{{ .Values.image.tag }}",
        "auth/templates/deployment.yaml:10 would render "
    )]
    [InlineData(
        "{{ .Values.registry }}-2/{{ .Values.image.repository }}:{{ .Values.image.tag }}",
        "the chart puts registry.example:5000-2 before the repository"
    )]
    [InlineData("{{ .Values.registry }}:1", "no template of auth uses it")]
    public void What_a_chart_would_render_otherwise_is_refused_with_its_place(string image, string reason) =>
        new ManifestCase(Texts(image)).PlannedRefusal("auth").ShouldContain(reason);

    [Fact]
    public void An_init_container_with_another_tag_of_the_image_is_not_left_behind()
    {
        var files = Texts("{{ .Values.image.repository }}:{{ .Values.image.tag }}");
        files["auth/values.yaml"] =
            "image: {repository: registry.example:5000/togglemaster/auth-service, tag: '1'}\nmigrations: {version: '1'}\n";
        files["auth/templates/deployment.yaml"] +=
            "      initContainers:\n        - name: migrate\n          image: \"{{ .Values.image.repository }}:{{ .Values.migrations.version }}\"\n";
        var manifests = new ManifestCase(files);

        manifests
            .PlannedRefusal("auth")
            .ShouldContain(
                "auth/templates/deployment.yaml:13 would still render registry.example:5000/togglemaster/auth-service:1"
            );
        manifests
            .Where("auth", auth => auth with { Container = "auth" })
            .Edit("auth")["auth/values.yaml"]
            .ShouldContain("tag: 'a1b2c3d'");
    }

    [Theory]
    [InlineData(
        "registry.example:5000/{{ .Values.image.repository }}:{{ .Values.image.tag }}",
        "repository: togglemaster/auth-service,"
    )]
    [InlineData(
        "{{ .Values.image.repository }}:v{{ .Values.image.tag }}",
        "would render registry.example:5000/togglemaster/auth-service:va1b2c3d"
    )]
    public void Values_beside_a_chart_that_several_services_share_are_held_against_it(string image, string outcome)
    {
        var files = Texts(image).ToDictionary(file => file.Key.Replace("auth/", "charts/web/"), file => file.Value);
        files["charts/web/values.yaml"] = "image: {repository: '', tag: ''}\n";
        files["values/auth-service.yaml"] = "image: {repository: togglemaster/auth-service, tag: '1'}\n";
        var manifests = new ManifestCase(files);

        var (edited, refusal) = image.StartsWith('r')
            ? (manifests.Edit("auth")["values/auth-service.yaml"], "")
            : ("", manifests.PlannedRefusal("auth"));

        $"{edited}{refusal}".ShouldContain(outcome);
    }

    [Fact]
    public void Values_of_the_environment_that_override_the_image_are_not_overlooked()
    {
        var files = Texts("{{ .Values.image.repository }}:{{ .Values.image.tag }}")
            .ToDictionary(file => file.Key.Replace("auth/", "chart/"), file => file.Value);
        files["chart/values-develop.yaml"] = "image: {tag: other}\n";

        new ManifestCase(files).PlannedRefusal("auth").ShouldContain("chart");
    }

    private static ManifestFile[] Files(string image) =>
        [.. Texts(image).Select(file => new ManifestFile(file.Key, Encoding.UTF8.GetBytes(file.Value)))];

    private static Dictionary<string, string> Texts(string image) =>
        new()
        {
            ["auth/Chart.yaml"] = "name: auth\nversion: 1.0.0\nappVersion: '9.9'\n",
            ["auth/values.yaml"] = Values,
            ["auth/templates/_helpers.tpl"] =
                "{{- define \"image\" -}}\n{{ .Values.image.repository }}:{{ .Values.image.tag }}\n{{- end -}}\n",
            ["auth/templates/deployment.yaml"] = ImageMatchingTests.Deployment("auth", "auth", image),
        };
}
