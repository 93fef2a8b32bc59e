namespace Pipeline.Deployments.GitOps.ArgoCd;

/// <summary>Explains why an application is degraded, by the messages of its resources.</summary>
internal static class DegradedResources
{
    private const int MostNamed = 3;

    /// <summary>Their messages, pods first: a pod has the cause, a deployment only the effect.</summary>
    public static async Task<string> Explain(
        ArgoCdClient client,
        Application application,
        CancellationToken cancellation
    )
    {
        var found = (application.Status.Resources ?? []).Where(IsDegraded).ToList();
        try
        {
            var tree = await client.Resources(application, cancellation);
            found.InsertRange(0, (tree.Nodes ?? []).Where(IsDegraded).OrderByDescending(node => node.Kind == "Pod"));
        }
        catch (ArgoCdException silent)
        {
            // The application's own message says less.
            if (found.Count == 0)
                return $"its resources cannot be read: {silent.Message}";
        }

        var words = found
            .Select(resource =>
                $"{resource.Kind} {resource.Name}{(string.IsNullOrEmpty(resource.Health!.Message) ? " is degraded" : $": {resource.Health.Message}")}"
            )
            .Distinct()
            .ToArray();
        return words.Length == 0
            ? "no resource says why"
            : string.Join("; ", words.Take(MostNamed))
                + (words.Length > MostNamed ? $"; and {words.Length - MostNamed} more" : "");
    }

    private static bool IsDegraded(ResourceState resource) => resource.Health?.Status == "Degraded";
}
