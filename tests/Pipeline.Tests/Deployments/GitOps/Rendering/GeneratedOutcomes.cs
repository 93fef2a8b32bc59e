using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.Decisions;
using Pipeline.Deployments.GitOps.Changes;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Search;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>
/// Bumps of generated manifests by Pipeline's own evaluation, and how often each was refused for what.
/// </summary>
internal sealed class GeneratedOutcomes
{
    private readonly Dictionary<string, int> refused = [];
    private int bumped;
    private int invalid;

    /// <summary>
    /// How many cases a test generates: a short form, unless <c>PIPELINE_GENERATED</c> says otherwise.
    /// </summary>
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("PIPELINE_GENERATED"), out var count) ? count : 60;

    /// <summary>The places that the last bump edited.</summary>
    public ServicePlaces Places { get; private set; } = null!;

    /// <summary>
    /// The files after a bump of the service auth; null where it was refused, or the files themselves are.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Bump(IReadOnlyDictionary<string, string> texts, RealRendering before)
    {
        if (before.IsRefused)
        {
            invalid++;
            return null;
        }

        var files = texts.Select(file => new ManifestFile(file.Key, Encoding.UTF8.GetBytes(file.Value))).ToArray();
        ImmutableArray<Service> services = [ManifestCase.NewService("auth"), ManifestCase.NewService("flag")];
        var manifests = ServiceManifests.Find(
            new ServiceImages(files, "", services, "develop"),
            services[0],
            ManifestCase.NewImage,
            null
        );
        var plan = new DeliveryPlan([manifests], _ => BuildAge.NotLater);
        var contents = plan.Edits.Apply();
        if (plan.Deliveries.Single().Decision is Decision.Refused refusal)
        {
            contents.ShouldBeEmpty($"{refusal.Reason}\n{before}");
            var kind = Kind(refusal.Reason);
            refused[kind] = refused.GetValueOrDefault(kind) + 1;
            return null;
        }

        bumped++;
        Places = manifests.Places!;
        var after = new Dictionary<string, string>(texts);
        foreach (var (file, content) in contents)
            after[file.Path] = Encoding.UTF8.GetString(content);
        return after;
    }

    /// <summary>Asserts that not everything was refused, and shows what was.</summary>
    public void ShouldBeBumpedSometimes()
    {
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Join(
                '\n',
                refused
                    .OrderByDescending(entry => entry.Value)
                    .Select(entry => $"{entry.Value} {entry.Key}")
                    .Prepend($"{bumped} bumped, {invalid} invalid, and refused:")
            )
        );
        bumped.ShouldBeGreaterThan(0);
    }

    private static string Kind(string refusal) =>
        string.Join(' ', refusal.Split(' ').Where(word => !word.Contains('/') && !word.Any(char.IsDigit)).Take(14));
}
