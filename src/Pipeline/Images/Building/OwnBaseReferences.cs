using System.Text;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Building;

/// <summary>The references of the platform's own base images, for the Dockerfiles that name them.</summary>
internal static class OwnBaseReferences
{
    /// <summary>The reference of a base image in this run.</summary>
    /// <exception cref="StepFailedException">Its image was not built yet.</exception>
    public static string Of(BaseImage image, StepContext step) =>
        step.FindOf<BuiltImage>(image.Source!)?.Reference.ToString()
        ?? throw new StepFailedException(
            $"base image {image.Name} is not at hand at {step.Source.Tag}: run Image of {image.Name} first"
        );

    /// <summary>
    /// The text of a Dockerfile with the references of this run in place of the names of own base images, whatever
    /// their tags; null where it names none, or only in arguments.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="arguments">The arguments that the Dockerfile is built with.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">The image of one of them was not built yet.</exception>
    public static string? InsertInto(
        ImageSource source,
        IReadOnlyDictionary<string, string> arguments,
        StepContext step
    )
    {
        if (source.Bases.IsEmpty)
            return null;

        var text = File.ReadAllText(source.Dockerfile!);
        var resolved = new StringBuilder(text);
        var isSame = true;
        // From the end, so that earlier positions stay valid.
        foreach (var use in new OwnBaseNames(step.Platform).UsesIn(text, source).Reverse())
        {
            if (use.Base is not { } image || arguments.Keys.Any(argument => IsArgument(use.Written, argument)))
                continue;

            var reference = Of(image, step);
            step.Log.Write($"base image {image.Name}: {use.Written} is {reference}");
            resolved.Remove(use.At, use.Written.Length).Insert(use.At, reference);
            isSame = false;
        }

        return isSame ? null : resolved.ToString();
    }

    private static bool IsArgument(string written, string argument) =>
        written == $"${argument}" || written == $"${{{argument}}}";
}
