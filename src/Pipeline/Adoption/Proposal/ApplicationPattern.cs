using Pipeline.Adoption.Deployments;
using Pipeline.Adoption.Trees;
using Pipeline.Catalog;

namespace Pipeline.Adoption.Proposal;

/// <summary>The pattern that the names of an environment's applications in Argo CD follow.</summary>
internal static class ApplicationPattern
{
    private const string Service = "{service}";

    /// <summary>
    /// The pattern, with the place of a name; null where there is no application, where names follow none with the
    /// service in it, or the one that a catalog need not state.
    /// </summary>
    public static Evidence? Of(FoundEnvironment environment)
    {
        var names = environment
            .Images.SelectMany(image =>
                environment
                    .Applications.Where(application => application.Applies(image.Folder))
                    .Select(application =>
                        application.Source with
                        {
                            Fact = application
                                .Name.Replace(image.Service, Service, StringComparison.Ordinal)
                                .Replace(environment.Name, "{environment}", StringComparison.Ordinal),
                        }
                    )
            )
            .DistinctBy(name => name.Fact)
            .ToArray();
        return
            names is [var only]
            && only.Fact.Contains(Service, StringComparison.Ordinal)
            && only.Fact != ArgoCdSettings.DefaultApplication
            ? only
            : null;
    }
}
