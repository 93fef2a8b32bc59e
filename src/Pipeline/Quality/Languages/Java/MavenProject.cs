using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Nuke.Common.IO;

namespace Pipeline.Quality.Languages.Java;

/// <summary>A <c>pom.xml</c>: a project of Maven.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="root">The root element; null where the file is no XML, of which Maven speaks.</param>
internal sealed partial class MavenProject(AbsolutePath folder, XElement? root)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "pom.xml";

    // Plugins that hold sources against rules.
    private static readonly string[] Rules =
    [
        "maven-checkstyle-plugin",
        "maven-pmd-plugin",
        "spotbugs-maven-plugin",
        "spotless-maven-plugin",
    ];

    /// <summary>The project's folder.</summary>
    public AbsolutePath Folder => folder;

    /// <summary>The project, and those that it names as its modules, with theirs.</summary>
    public static ImmutableArray<MavenProject> In(AbsolutePath folder)
    {
        var projects = new Dictionary<AbsolutePath, MavenProject>();
        Add(folder);
        return [.. projects.Values];

        void Add(AbsolutePath place)
        {
            if (projects.ContainsKey(place) || Read(place) is not { } project)
                return;
            projects.Add(place, project);
            foreach (var module in project.Modules)
                Add(module);
        }
    }

    /// <summary>The project's name among those of a build.</summary>
    public string? Artifact => (string?)Child(root, "artifactId");

    /// <summary>True where the build runs a plugin's check for rules.</summary>
    public bool HasRules =>
        Descendants("plugin")
            .Any(plugin =>
                Rules.Contains((string?)Child(plugin, "artifactId"))
                && plugin
                    .Descendants()
                    .Any(element => element.Name.LocalName == "goal" && element.Value.Trim() == "check")
            );

    /// <summary>The value of a property; null without it.</summary>
    public string? Property(string name) => (string?)Child(Child(root, "properties"), name);

    /// <summary>True where it states the versions of all packages, other than those of the build itself.</summary>
    /// <param name="artifacts">The names of the projects of the build.</param>
    public bool IsPinned(IReadOnlyCollection<string> artifacts) =>
        new[] { "dependency", "plugin", "extension", "parent" }
            .SelectMany(Descendants)
            .Where(package => !artifacts.Contains((string?)Child(package, "artifactId") ?? ""))
            .Select(package => (string?)Child(package, "version") ?? "")
            .Concat((Child(root, "properties")?.Elements() ?? []).Select(property => property.Value))
            .All(version => !Moving().IsMatch(version));

    private static MavenProject? Read(AbsolutePath folder)
    {
        var file = folder / FileName;
        try
        {
            return File.Exists(file) ? new(folder, XDocument.Load(file).Root) : null;
        }
        catch (XmlException)
        {
            return new(folder, null);
        }
    }

    // A module is a folder, or the file in it.
    private IEnumerable<AbsolutePath> Modules =>
        Descendants("module")
            .Where(module => module.Parent?.Name.LocalName == "modules")
            .Select(module => (AbsolutePath)Path.GetFullPath(Path.Combine(folder, module.Value.Trim())))
            .Select(module => module.Extension == ".xml" ? module.Parent! : module);

    private IEnumerable<XElement> Descendants(string name) =>
        root?.Descendants().Where(element => element.Name.LocalName == name) ?? [];

    private static XElement? Child(XElement? element, string name) =>
        element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    [GeneratedRegex(@"^\s*(\[|\(|LATEST\s*$|RELEASE\s*$)|-SNAPSHOT\s*$")]
    private static partial Regex Moving();
}
