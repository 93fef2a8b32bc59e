using System.Text;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>What the templates of a chart make of its values.</summary>
public sealed class ChartTests
{
    private const string Values =
        "registry: registry.example:5000\nempty: ''\nimage: {repository: togglemaster/auth-service, tag: '1', digest: 'sha256:00'}\n";

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
