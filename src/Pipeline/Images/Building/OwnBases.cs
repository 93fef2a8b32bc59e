using System.Text;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Images.Building;

/// <summary>The platform's own base images, for what is built on them.</summary>
internal static class OwnBases
{
    /// <summary>The name that an engine has the base image of this run by.</summary>
    /// <exception cref="StepFailedException">The run has not made it ready.</exception>
    public static string ReferenceOf(BaseImage image, StepContext step) =>
        step.FindOf<BuiltImage>(image.Source!)?.Reference.ToString()
        ?? throw new StepFailedException(
            $"base image {image.Name} is not at hand at {step.Source.Tag}: run Image of {image.Name} first"
        );

    /// <summary>
    /// The text of a service's Dockerfile with the base images of this run in place of the names that mean them, whatever their tags;
    /// null where it names none, or only in arguments.
    /// </summary>
    /// <param name="source">The service or base image.</param>
    /// <param name="arguments">The arguments that the Dockerfile is built with.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="StepFailedException">The run has not made one of them ready.</exception>
    public static string? Resolve(ImageSource source, IReadOnlyDictionary<string, string> arguments, StepContext step)
    {
        if (source.Bases.IsEmpty)
            return null;

        var text = File.ReadAllText(source.Dockerfile!);
        var resolved = new StringBuilder(text);
        var isSame = true;
        // From the end, so that the places before stay what they are.
        foreach (var use in new OwnBaseNames(step.Platform).UsesIn(text).Reverse())
        {
            if (use.Base is not { } image || arguments.Keys.Any(argument => IsArgument(use.Written, argument)))
                continue;

            var reference = ReferenceOf(image, step);
            step.Log.Write($"base image {image.Name}: {use.Written} is {reference}");
            resolved.Remove(use.At, use.Written.Length).Insert(use.At, reference);
            isSame = false;
        }

        return isSame ? null : resolved.ToString();
    }

    private static bool IsArgument(string written, string argument) =>
        written == $"${argument}" || written == $"${{{argument}}}";
}
