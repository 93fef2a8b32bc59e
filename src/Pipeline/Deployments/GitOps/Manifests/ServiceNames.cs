using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Deployments.GitOps.Manifests;

/// <summary>Matches names and images in manifests with services.</summary>
internal sealed partial class ServiceNames(ImmutableArray<Service> services)
{
    private readonly ILookup<string, Service> byName = services
        .SelectMany(service => Of(service).Select(name => new Named(name, service)))
        .ToLookup(entry => entry.Name, entry => entry.Service);

    private readonly ILookup<string, Service> byImage = services.ToLookup(service => service.Image);

    /// <summary>The names that a service's workload and container may have.</summary>
    public static ImmutableArray<string> Of(Service service)
    {
        var (name, suffixed, image) = (service.Name, $"{service.Name}-service", LastPart(service.Image));
        return image == name || image == suffixed ? [name, suffixed] : [name, suffixed, image];
    }

    /// <summary>
    /// The names in a path, of its folders and its file: <c>02-auth-service/values-develop.yaml</c> has two.
    /// </summary>
    public static IEnumerable<string> InPath(string path) =>
        path.Split('/').Select(part => PathPart().Match(part).Groups["name"].Value);

    /// <summary>True where the image is this service's, whatever the registry; services may share one.</summary>
    public bool Runs(Service service, ImageReference image) => OwnersByImage(image).Contains(service);

    /// <summary>True where an image is, or is named as, this service's and no other's.</summary>
    public bool Names(Service service, ImageReference image) =>
        Runs(service, image)
        || (Of(service).Contains(LastPart(image.Repository)) && OtherOwner(service, image) is null);

    /// <summary>True where the name is another service's, and not this one's.</summary>
    public bool NamesAnother(Service service, string name) => Another(service, [.. byName[name]]) is not null;

    /// <summary>The other service that an image belongs to; null where it is this one's, or no service's.</summary>
    public Service? OtherOwner(Service service, ImageReference image) =>
        Another(service, OwnersByImage(image)) ?? Another(service, [.. byName[LastPart(image.Repository)]]);

    /// <summary>The other service that a name belongs to.</summary>
    public Service? Other(Service service, string name) => Another(service, [.. byName[name]]);

    private static Service? Another(Service service, Service[] owners) =>
        owners.Contains(service) ? null : owners.FirstOrDefault();

    // The longest suffix that is an image of the catalog: a registry may add a prefix.
    private Service[] OwnersByImage(ImageReference image)
    {
        for (var rest = image.Repository; ; rest = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..])
        {
            if (byImage.Contains(rest))
                return [.. byImage[rest]];
            if (!rest.Contains('/', StringComparison.Ordinal))
                return [];
        }
    }

    internal static string LastPart(string repository) => repository[(repository.LastIndexOf('/') + 1)..];

    // Numbers order folders and files; "values" and the extension say what a file is.
    [GeneratedRegex(
        @"^([0-9]+[-_.])?(values[-_.])?(?<name>.*?)([-_.]values)?(\.ya?ml)?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex PathPart();

    private sealed record Named(string Name, Service Service);
}
