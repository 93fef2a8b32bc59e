using System.IO.Enumeration;
using System.Xml;
using System.Xml.Linq;
using Nuke.Common.IO;

namespace Pipeline.Catalog;

/// <summary>Finds the .NET projects that the SDK can publish as an image: programs that are no tests.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/core/containers/publish-configuration</remarks>
internal static class PublishableProjects
{
    private static readonly string[] Extensions = [".csproj", ".fsproj", ".vbproj"];
    private static readonly string[] Outputs = ["bin", "obj", "node_modules"];
    private static readonly string[] Services = ["Microsoft.NET.Sdk.Web", "Microsoft.NET.Sdk.Worker"];

    // The SDKs and packages that make a project one of tests, or one that starts the others on a workstation.
    private static readonly string[] Others =
    [
        "Aspire.AppHost.Sdk",
        "Microsoft.NET.Test.Sdk",
        "Microsoft.Testing.",
        "MSTest",
        "NUnit",
        "TUnit",
        "xunit",
    ];

    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true };

    /// <summary>The projects at or below a folder, in the order of their paths.</summary>
    public static ImmutableArray<AbsolutePath> In(AbsolutePath directory) =>
        Directory.Exists(directory)
            ?
            [
                .. new FileSystemEnumerable<string>(directory, (ref entry) => entry.ToFullPath(), Below)
                {
                    ShouldIncludePredicate = (ref entry) =>
                        !entry.IsDirectory && Extensions.Contains($"{Path.GetExtension(entry.FileName)}"),
                    ShouldRecursePredicate = (ref entry) =>
                        !entry.FileName.StartsWith('.') && !Outputs.Contains($"{entry.FileName}"),
                }
                    .Where(Is)
                    .Order(StringComparer.Ordinal)
                    .Select(file => (AbsolutePath)file),
            ]
            : [];

    /// <summary>True for a file with the name of a project.</summary>
    public static bool IsNamedSo(string file) => Extensions.Contains(Path.GetExtension(file));

    /// <summary>True for a project that can be published as an image.</summary>
    public static bool Is(string file) => Read(file) is { } project && IsPublishable(project);

    private static bool IsPublishable(XElement project)
    {
        string[] sdks =
        [
            .. new[] { project }
                .Concat(project.Elements().Where(part => part.Name.LocalName is "Import"))
                .SelectMany(part => $"{part.Attribute("Sdk")?.Value}".Split(';')),
            .. project.Elements().Where(part => part.Name.LocalName is "Sdk").Select(Named),
        ];
        var packages = project.Descendants().Where(part => part.Name.LocalName is "PackageReference").Select(Included);
        return !sdks.Concat(packages).Any(name => Others.Any(other => name.StartsWith(other, Same)))
            && !Is("IsTestProject", "true")
            && !Is("IsPublishable", "false")
            && !Is("EnableSdkContainerSupport", "false")
            && !Is("OutputType", "Library")
            && (
                Is("EnableSdkContainerSupport", "true")
                || Is("OutputType", "Exe")
                || sdks.Any(sdk => Services.Contains(sdk.Split('/')[0].Trim(), StringComparer.OrdinalIgnoreCase))
            );

        bool Is(string property, string value) =>
            project
                .Elements()
                .Where(part => part.Name.LocalName is "PropertyGroup")
                .Elements()
                .LastOrDefault(part => part.Name.LocalName == property)
                is { } stated
            && stated.Value.Trim().Equals(value, Same);
    }

    private const StringComparison Same = StringComparison.OrdinalIgnoreCase;

    private static string Named(XElement part) => $"{part.Attribute("Name")?.Value}";

    private static string Included(XElement part) => $"{part.Attribute("Include")?.Value}";

    // What MSBuild cannot read is its own to report.
    private static XElement? Read(string file)
    {
        try
        {
            using var reader = XmlReader.Create(file, new() { DtdProcessing = DtdProcessing.Ignore });
            return XDocument.Load(reader).Root;
        }
        catch (Exception unreadable) when (unreadable is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
