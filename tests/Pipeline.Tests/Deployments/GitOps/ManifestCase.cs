using System.Runtime.CompilerServices;
using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;
using Pipeline.Foundation.Files;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>Files of a GitOps repository and the services of a platform; texts hold a byte in each character.</summary>
internal sealed record ManifestCase(IReadOnlyDictionary<string, string> Files)
{
    public static readonly ImageReference NewImage = ImageReference.Parse(
        $"registry.example:5000/togglemaster/auth-service:a1b2c3d@sha256:{new string('7', 64)}"
    );

    private static readonly string[] Names = ["analytics", "auth", "evaluation", "flag", "targeting"];

    public ImmutableArray<Service> Services { get; init; } = [.. Names.Select(NewService)];

    public static Service NewService(string name) =>
        new()
        {
            Name = name,
            Directory = $"/src/services/{name}",
            Path = $"services/{name}",
            Language = new("go"),
            Context = $"/src/services/{name}",
            Image = $"togglemaster/{name}-service",
        };

    public static ManifestCase Load(string fixture)
    {
        var folder = Path.Combine(Fixtures(), fixture);
        return new(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .ToDictionary(
                    file => SlashedPath.Between(folder, file),
                    file => Encoding.Latin1.GetString(File.ReadAllBytes(file))
                )
        );
    }

    public static ManifestCase Of(string text, string path = "deployment.yaml") =>
        new(new Dictionary<string, string> { [path] = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)) });

    public ManifestCase Where(string service, Func<Service, Service> change) =>
        this with
        {
            Services = [.. Services.Select(other => other.Name == service ? change(other) : other)],
        };

    /// <summary>All files after the images of one service were set.</summary>
    public IReadOnlyDictionary<string, string> Edit(string service, ImageReference? image = null) =>
        Edit(service, found => found.EditsTo(image ?? NewImage));

    /// <summary>All files after the images of one service were written, whatever the text.</summary>
    public IReadOnlyDictionary<string, string> Write(string service, string text) =>
        Edit(service, found => [new(found.Start, text)]);

    private Dictionary<string, string> Edit(string service, Func<ManifestImage, ImmutableArray<ImageEdit>> edits)
    {
        var files = Files.Select(file => new ManifestFile(file.Key, Encoding.Latin1.GetBytes(file.Value))).ToArray();
        var found = new ServiceImages(files, "", Services, "develop").Find(
            Services.Single(other => other.Name == service)
        );
        var edited = new Dictionary<string, string>(Files);
        foreach (var group in found.GroupBy(image => image.File))
            edited[group.Key.Path] = Encoding.Latin1.GetString(
                new FileEdit(group.Key, group.SelectMany(image => edits(image))).Apply()
            );
        return edited;
    }

    /// <summary>Why a delivery of the new image to a service is refused.</summary>
    public string PlannedRefusal(string service)
    {
        var files = Files.Select(file => new ManifestFile(file.Key, Encoding.Latin1.GetBytes(file.Value))).ToArray();
        var manifests = ServiceManifests.Find(
            new ServiceImages(files, "", Services, "develop"),
            Services.Single(other => other.Name == service),
            NewImage,
            null
        );
        return new DeliveryPlan([manifests], _ => BuildAge.NotLater)
            .Deliveries.ShouldHaveSingleItem()
            .Decision.ShouldBeOfType<Decision.Refused>()
            .Reason;
    }

    /// <summary>The message of a refusal.</summary>
    public string Refusal(string service) => Should.Throw<ManifestException>(() => Edit(service)).Message;

    /// <summary>
    /// Asserts that one text of one file is replaced by the new image, and that nothing else changes.
    /// </summary>
    public void ShouldReplace(string service, string file, string old)
    {
        var expected = new Dictionary<string, string>(Files) { [file] = ReplaceOnly(Files[file], old) };

        var edited = Edit(service);

        edited.ShouldBe(expected, ignoreOrder: true);
    }

    private static string ReplaceOnly(string text, string old)
    {
        text.Split(old).Length.ShouldBe(2, $"the fixture must hold {old} once");
        return text.Replace(old, NewImage.ToString());
    }

    internal static string Fixtures([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "fixtures");
}
