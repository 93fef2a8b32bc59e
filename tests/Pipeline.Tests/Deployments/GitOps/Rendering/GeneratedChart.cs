namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>
/// A chart whose template puts the image of <c>auth-service</c> together in one of the ways that charts have.
/// </summary>
internal sealed class GeneratedChart
{
    private const string Chart = "auth-service";

    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly Dictionary<string, string> files = [];

    public GeneratedChart(Dice dice)
    {
        var image = dice.Of("image", "app.image", "image");
        files[$"{Chart}/Chart.yaml"] =
            $"apiVersion: v2\nname: auth-service\nversion: 1.0.0\nappVersion: \"{dice.Of("9.9", "1")}\"\n";
        var repository = $".Values.{image}.repository";
        var tag = $".Values.{image}.tag";
        var digest = $".Values.{image}.digest";
        var expression = dice.Of(
            $"\"{{{{ {repository} }}}}:{{{{ {tag} }}}}\"",
            $"{{{{ {repository} }}}}:{{{{ {tag} | default .Chart.AppVersion }}}}",
            $"\"{{{{ {repository} }}}}:{{{{ default .Chart.AppVersion {tag} }}}}\"",
            $"\"{{{{ .Values.registry }}}}/{{{{ {repository} }}}}:{{{{ {tag} }}}}\"",
            $"{{{{ printf \"%s:%s\" {repository} {tag} | quote }}}}",
            $"{{{{ printf \"%s/%s:%s\" .Values.registry {repository} (default .Chart.AppVersion {tag}) }}}}",
            $"\"{{{{ {repository} }}}}{{{{ if {digest} }}}}@{{{{ {digest} }}}}{{{{ else }}}}:{{{{ {tag} }}}}{{{{ end }}}}\"",
            $"\"{{{{ {repository} }}}}:{{{{ {tag} }}}}{{{{- with {digest} }}}}@{{{{ . }}}}{{{{- end }}}}\"",
            "{{ include \"auth.image\" . }}",
            "{{ include \"auth.image\" . | quote }}",
            $"\"registry.example:5000/{{{{ {repository} }}}}:{{{{ {tag} }}}}\"",
            $"\"{{{{ {repository} }}}}:v{{{{ {tag} }}}}\"",
            $"\"{{{{ {repository} }}}}:{{{{ {tag} | upper }}}}\"",
            $"\"{{{{ .Values.{image} }}}}\""
        );
        files[$"{Chart}/templates/_helpers.tpl"] =
            $"{{{{- define \"auth.image\" -}}}}\n{{{{ {repository} }}}}:{{{{ {tag} | default .Chart.AppVersion }}}}\n{{{{- end }}}}\n"
            + "{{- define \"auth.name\" -}}\n{{ .Release.Name }}\n{{- end }}\n";
        files[$"{Chart}/templates/deployment.yaml"] =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include \"auth.name\" . }}\nspec:\n  template:\n    spec:\n"
            + $"      containers:\n        - name: auth-service\n          image: {expression}\n"
            + dice.Of(
                "",
                "        - name: proxy\n          image: \"{{ .Values.proxy }}\"\n",
                "      initContainers:\n        - name: migrate\n          image: " + expression + "\n"
            );
        files[$"{Chart}/values.yaml"] = Values(dice, image);
        if (dice.Once(4))
            files[$"{Chart}/values-develop.yaml"] = dice.Of(
                Image(dice, image, isWhole: false),
                "replicas: 2\n",
                Image(dice, image, isWhole: false) + "registry: elsewhere.example\n"
            );
    }

    public IReadOnlyDictionary<string, string> Files => files;

    public string Folder => Chart;

    /// <summary>The values that a person would give helm.</summary>
    public string? Override =>
        files.ContainsKey($"{Chart}/values-develop.yaml") ? $"{Chart}/values-develop.yaml" : null;

    private static string Values(Dice dice, string image) =>
        $"registry: {dice.Of("registry.example:5000", "elsewhere.example", "registry.example:5000/togglemaster")}\nproxy: envoy:1\n"
        + dice.Of("", "defaults: &defaults {tag: old}\n", "---\nimage: {tag: later}\n")
        + Image(dice, image, isWhole: true);

    private static string Image(Dice dice, string image, bool isWhole)
    {
        var repository = dice.Of(
            "registry.example:5000/togglemaster/auth-service",
            "togglemaster/auth-service",
            "auth-service",
            "mirror.example/togglemaster/auth-service"
        );
        var fields = dice.Of(
            $"repository: {repository}\n  tag: \"1\"\n",
            $"repository: {repository}\n  tag: \"\"\n",
            $"repository: {repository}\n  tag: v1\n  digest: {Digest}\n",
            $"repository: {repository}\n  tag: \"1\"\n  digest: \"\"\n",
            $"repository: {repository}@{Digest}\n  tag: \"1\"\n",
            $"repository: {repository}\n",
            "tag: \"1\"\n",
            $"tag: \"1\"\n  repository: {repository}\n  <<: {{tag: merged}}\n"
        );
        if (isWhole && dice.Once(8))
            return $"{image.Split('.')[0]}: {repository}:1\n";
        return image == "image" ? $"image:\n  {fields}" : $"app:\n  image:\n    {fields.Replace("\n  ", "\n    ")}";
    }
}
