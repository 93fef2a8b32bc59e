using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Workflows;

/// <summary>A workflow as a reader of YAML sees it.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Root">The same, parsed.</param>
public sealed record WorkflowFile(string Name, string Text, YamlMappingNode Root)
{
    public static WorkflowFile Read(string path) => Parse(Path.GetFileName(path), File.ReadAllText(path));

    public static WorkflowFile Parse(string name, string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return new(name, text, (YamlMappingNode)stream.Documents.Single().RootNode);
    }

    public IEnumerable<string> Triggers => Root.Map("on")!.Children.Keys.Select(key => $"{key}");

    public bool IsForPullRequests => Triggers.Contains("pull_request");

    public IReadOnlyList<JobYaml> Jobs =>
        [.. Root.Map("jobs")!.Children.Select(job => new JobYaml(this, $"{job.Key}", (YamlMappingNode)job.Value))];

    public string[] Lines => Text.Split('\n');

    /// <summary>Every text in it, keys apart.</summary>
    public IEnumerable<string> Scalars => Values(Root);

    public override string ToString() => Name;

    private static IEnumerable<string> Values(YamlNode node) =>
        node switch
        {
            YamlScalarNode scalar => [scalar.Value ?? ""],
            YamlSequenceNode sequence => sequence.Children.SelectMany(Values),
            YamlMappingNode mapping => mapping.Children.Values.SelectMany(Values),
            _ => [],
        };
}

/// <summary>A job of a workflow.</summary>
public sealed record JobYaml(WorkflowFile File, string Id, YamlMappingNode Node)
{
    public bool IsCall => Node.Text("uses") is not null;

    public string? If => Node.Text("if");

    public string[] Needs =>
        Node.Find("needs") switch
        {
            YamlScalarNode only => [only.Value!],
            YamlSequenceNode several => [.. several.Select(needed => $"{needed}")],
            _ => [],
        };

    public Dictionary<string, string> Permissions => Node.Map("permissions").Pairs();

    public bool MayWrite(string scope) => Permissions.GetValueOrDefault(scope) == "write";

    public IReadOnlyList<YamlMappingNode> Steps =>
        Node.Find("steps") is YamlSequenceNode steps ? [.. steps.Cast<YamlMappingNode>()] : [];

    public IEnumerable<string> Commands => Steps.Select(step => step.Text("run")).OfType<string>();

    public IEnumerable<YamlMappingNode> Uses(string action) =>
        Steps.Where(step => step.Text("uses")?.StartsWith($"{action}@", StringComparison.Ordinal) == true);

    /// <summary>True where it runs a target, and does not skip it.</summary>
    public bool Runs(string target) =>
        Commands.Any(command => command.Split(" --skip ")[0].Split(' ').Contains(target));

    public override string ToString() => $"{File.Name}: {Id}";
}

internal static class YamlNodes
{
    public static YamlNode? Find(this YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static YamlMappingNode? Map(this YamlMappingNode node, string key) => node.Find(key) as YamlMappingNode;

    public static string? Text(this YamlMappingNode node, string key) => (node.Find(key) as YamlScalarNode)?.Value;

    public static Dictionary<string, string> Pairs(this YamlMappingNode? node) =>
        node?.Children.ToDictionary(pair => $"{pair.Key}", pair => $"{pair.Value}") ?? [];
}
