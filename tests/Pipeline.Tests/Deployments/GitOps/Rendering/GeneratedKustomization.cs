using System.Text;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>
/// A base, a component, an overlay and a kustomization above it, each of which may say what image the container
/// <c>auth-service</c> runs, in any of the ways that kustomize knows.
/// </summary>
internal sealed class GeneratedKustomization
{
    private const string Old = "registry.example:5000/togglemaster/auth-service";

    private static readonly string Digest = $"sha256:{new string('1', 64)}";

    private readonly Dice dice;
    private readonly Dictionary<string, string> files = [];
    private readonly string[] known;
    private int patches;

    public GeneratedKustomization(Dice dice)
    {
        this.dice = dice;
        known = [Old, dice.Of(Old, "busybox", "REPLACE_ME/auth-service", "mirror/togglemaster/auth-service")];
        files["base/deployment.yaml"] = Deployment();
        if (dice.Once(3))
            files["base/versions.yaml"] =
                $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: versions}}\ndata:\n  image: {Image()}\n  tag: \"7\"\n";
        var component = dice.Once(3);
        files["base/kustomization.yaml"] = Kustomization(
            "base",
            $"resources: [deployment.yaml{(HasVersions ? ", versions.yaml" : "")}]\n",
            few: true
        );
        if (component)
            files["component/kustomization.yaml"] =
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
                + Kustomization("component", "", few: true);
        files["overlays/develop/kustomization.yaml"] = Kustomization(
            "overlays/develop",
            "resources: [../../base]\n" + (component ? "components: [../../component]\n" : ""),
            few: false
        );
        if (dice.Once(4))
            files["kustomization.yaml"] = Kustomization("", "resources: [overlays/develop]\n", few: true);
    }

    public IReadOnlyDictionary<string, string> Files => files;

    /// <summary>The folder that is applied.</summary>
    public string Root => files.ContainsKey("kustomization.yaml") ? "" : "overlays/develop";

    private bool HasVersions => files.ContainsKey("base/versions.yaml");

    private string Deployment()
    {
        var main = $"        - name: auth-service\n          image: {Quoted(Image(known[1]))}\n";
        var proxy = "        - name: proxy\n          image: envoy:1\n";
        var init = $"      initContainers:\n        - name: migrate\n          image: {Image(known[1])}\n";
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: auth-service\n  labels: {app: auth}\nspec:\n"
            + "  template:\n    spec:\n      containers:\n"
            + dice.Of(main, main + proxy, proxy + main)
            + (dice.Once(4) ? init : "")
            + (
                dice.Once(3)
                    ? "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: flag-service}\nspec:\n  template:\n    spec:\n"
                        + "      containers: [{name: flag-service, image: \"registry.example:5000/togglemaster/flag-service:1\"}]\n"
                    : ""
            );
    }

    private string Kustomization(string folder, string head, bool few)
    {
        var text = new StringBuilder(head);
        if (dice.Once(6))
            text.Append("namePrefix: ").Append(dice.Of("a-", "b-")).Append('\n');
        if (dice.Once(6))
            text.Append("namespace: shop\n");
        if (dice.Once(6))
            text.Append("commonLabels: {team: core}\n");
        if (dice.Once(few ? 4 : 2))
            text.Append(Patches(folder));
        if (dice.Once(8))
            text.Append(OldPatches(folder));
        if (dice.Once(few ? 4 : 2))
            text.Append(Images());
        if (dice.Once(few ? 6 : 4))
            text.Append(Replacements(folder));
        return text.ToString();
    }

    private string Patches(string folder)
    {
        var text = new StringBuilder("patches:\n");
        for (var count = dice.Of(1, 1, 2, 3); count > 0; count--)
        {
            var isJson = dice.Once(2);
            var target = isJson || dice.Once(4) ? $"    target: {Target()}\n" : "";
            var content = isJson ? Json() : Strategic();
            if (dice.Once(3))
            {
                var name = $"patch-{patches++}.yaml";
                files[folder.Length == 0 ? name : $"{folder}/{name}"] = content;
                text.Append($"  - path: {name}\n{target}");
            }
            else
                text.Append($"  - patch: {Block(content, "      ")}{target}");
        }

        return text.ToString();
    }

    private string OldPatches(string folder)
    {
        var name = $"patch-{patches++}.yaml";
        var isJson = dice.Once(2);
        files[folder.Length == 0 ? name : $"{folder}/{name}"] = isJson ? Json() : Strategic();
        return isJson
            ? $"patchesJson6902:\n  - target: {{group: apps, version: v1, kind: Deployment, name: auth-service}}\n    path: {name}\n"
            : $"patchesStrategicMerge: [{name}]\n";
    }

    private string Block(string content, string indentation) =>
        dice.Once(4) && content.Split('\n') is [var line, ""] && !line.Contains('\'')
            ? $"'{line}'\n"
            : $"{dice.Of("|-", "|")}\n"
                + string.Concat(content.TrimEnd('\n').Split('\n').Select(each => $"{indentation}{each}\n"));

    private string Target() =>
        dice.Of(
            "{kind: Deployment, name: auth-service}",
            "{kind: Deployment}",
            "{kind: Deploy.*, name: \"auth-.*\"}",
            "{labelSelector: \"app=auth\"}",
            "{kind: StatefulSet}",
            "{kind: Deployment, name: auth}"
        );

    private string Strategic() =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: auth-service}\nspec:\n"
        + dice.Of(
            $"  template:\n    spec:\n      containers:\n        - name: auth-service\n          image: {Quoted(Image())}\n",
            "  replicas: 2\n",
            $"  template: {{spec: {{containers: [{{name: auth-service, image: \"{Image()}\"}}]}}}}\n",
            "  template:\n    spec:\n      containers:\n        - name: tracer\n          image: otel:1\n",
            $"  template:\n    spec:\n      initContainers:\n        - name: migrate\n          image: {Image()}\n",
            "  template:\n    spec:\n      containers:\n        - name: proxy\n          $patch: delete\n",
            $"  template:\n    spec:\n      containers:\n        - $patch: replace\n        - name: auth-service\n          image: {Image()}\n"
        );

    private string Json() =>
        dice.Of(
            $"- op: replace\n  path: /spec/template/spec/containers/{dice.Of(0, 1)}/image\n  value: {Quoted(Image())}\n",
            $"[{{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/image\", \"value\": \"{Image()}\"}}]\n",
            "- {op: add, path: /spec/replicas, value: 2}\n",
            "- op: add\n  path: /spec/template/spec/containers/0\n  value: {name: tracer, image: \"otel:1\"}\n",
            $"- op: add\n  path: /spec/template/spec/containers/-\n  value:\n    name: worker\n    image: {Image()}\n",
            $"- op: replace\n  path: /spec/template/spec/containers\n  value:\n    - name: auth-service\n      image: {Image()}\n",
            "- {op: remove, path: /spec/template/spec/initContainers}\n",
            "- {op: copy, from: /spec/template/spec/containers/1/image, path: /spec/template/spec/containers/0/image}\n"
        );

    private string Images()
    {
        var key = dice.Once(8) ? "Images" : "images";
        var text = new StringBuilder($"{key}:\n");
        if (dice.Once(8))
            text.Insert(0, $"{key}: [{{name: {Name()}, newTag: early}}]\n");
        for (var count = dice.Of(1, 1, 2, 3); count > 0; count--)
            text.Append(
                dice.Of(
                    $"  - name: {Name()}\n    newTag: \"3\"\n",
                    $"  - name: {Name()}\n    newName: {Name()}\n    newTag: v3\n",
                    $"  - name: {Name()}\n    newName: {Name()}\n    newTag: v3\n    digest: {Digest}\n",
                    $"  - name: {Name()}\n    newName: {Name()}\n",
                    $"  - name: {Name()}\n    digest: {Digest}\n",
                    $"  - {{name: {Name()}, newName: {Name()}, newTag: x}}\n",
                    $"  - {{name: {Name()}, NewTag: x}}\n",
                    $"  - &e{count}\n    name: envoy\n    newTag: \"2\"\n  - name: {Name()}\n    newTag: \"5\"\n    <<: *e{count}\n",
                    "  - name: envoy\n    newTag: \"2\"\n"
                )
            );
        return text.ToString();
    }

    private string Replacements(string folder)
    {
        var source =
            HasVersions && !dice.Once(4)
                ? dice.Of(
                    "{kind: ConfigMap, fieldPath: data.image}",
                    "{kind: ConfigMap, name: versions, fieldPath: data.image}",
                    "{kind: ConfigMap, fieldPath: data.tag}"
                )
                : dice.Of(
                    "{kind: Deployment, name: auth-service, fieldPath: \"spec.template.spec.containers.[name=auth-service].image\"}",
                    "{kind: Deployment, name: auth-service, fieldPath: spec.template.spec.containers.0.image}"
                );
        var options = source.Contains("data.tag")
            ? "        options: {delimiter: \":\", index: 2}\n"
            : dice.Of("", "", "        options: {create: true}\n");
        var path = dice.Of(
            "spec.template.spec.containers.[name=auth-service].image",
            "spec.template.spec.containers.0.image",
            "spec.template.spec.containers.*.image",
            "spec.template.spec.initContainers.*.image",
            "metadata.annotations.image"
        );
        var body =
            $"source: {source}\n    targets:\n      - select: {dice.Of("{kind: Deployment, name: auth-service}", "{kind: Deployment}")}\n"
            + $"        fieldPaths: [\"{path}\"]\n{options}";
        if (!dice.Once(4))
            return $"replacements:\n  - {body}";

        files[folder.Length == 0 ? "replacement.yaml" : $"{folder}/replacement.yaml"] = body.Replace("\n    ", "\n");
        return "replacements: [{path: replacement.yaml}]\n";
    }

    private string Name() =>
        dice.Of(known[1], Old, "registry.example:5000/togglemaster/auth.service", "envoy", "nothing/like/it");

    private string Image() => Image(dice.Of(known[0], known[1], Old, "elsewhere/auth-service"));

    private string Image(string name) => name + dice.Of(":1", ":0123456", "", $":2@{Digest}", $"@{Digest}");

    private string Quoted(string text) => dice.Of(text, $"\"{text}\"", $"'{text}'");
}
