using Pipeline.Foundation.Failures;
using Pipeline.Images.Contexts;

namespace Pipeline.Images.Engines;

/// <summary>The parameters of an image build.</summary>
/// <param name="Tag">Its name and tag.</param>
/// <param name="Context">The build context.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Arguments">The build arguments.</param>
internal sealed record ImageRecipe(
    string Tag,
    BuildContext Context,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Arguments
)
{
    /// <summary>The platforms to build for; none: the engine's.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>
    /// Named build contexts, which replace images that the Dockerfile names: <c>oci-layout://FOLDER@DIGEST</c> or
    /// <c>docker-image://NAME@DIGEST</c>. For builders that write layouts only.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Contexts { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The environment variables that hold secrets, by the id that the Dockerfile mounts.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The platforms in words.</summary>
    public string PlatformNames => string.Join(" and ", Platforms);

    /// <summary>Makes sure that each secret is set.</summary>
    /// <exception cref="StepFailedException">One is not.</exception>
    public void CheckSecrets()
    {
        foreach (var (name, variable) in Secrets)
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)))
                throw new StepFailedException(
                    $"{Tag} is built with the secret {name}, and {variable}, which is to hold it, is not set"
                );
    }
}
