using Pipeline.Foundation.Failures;
using Pipeline.Images.Contexts;

namespace Pipeline.Images.Engines;

/// <summary>What an image is built from, and what it is called.</summary>
/// <param name="Tag">Its name and tag.</param>
/// <param name="Context">What it is built from.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Arguments">Values of the Dockerfile's arguments.</param>
internal sealed record ImageRecipe(
    string Tag,
    BuildContext Context,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Arguments
)
{
    /// <summary>The platforms that it is built for; none: that of the engine.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>
    /// What is taken for an image that the Dockerfile names, by that name: <c>oci-layout://FOLDER@DIGEST</c> or
    /// <c>docker-image://NAME@DIGEST</c>. Only builders that write layouts are told.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Contexts { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The environment variable that holds each secret, by the name that the Dockerfile mounts it by.</summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The platforms as a sentence names them.</summary>
    public string PlatformNames => string.Join(" and ", Platforms);

    /// <summary>Makes sure that each secret is there.</summary>
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
