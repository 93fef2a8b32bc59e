using System.Text.RegularExpressions;
using Pipeline.Catalog;
using Pipeline.Execution;
using Pipeline.Images;

namespace Pipeline.GitOps;

/// <summary>One service of a bump, and what has come of it so far.</summary>
internal sealed partial class ServiceBump
{
    private ServiceBump(StepContext context) => Context = context;

    public StepContext Context { get; }

    public Service Service => Context.Service;

    /// <summary>The image to set.</summary>
    public ImageReference Reference { get; private init; } = new(null, "");

    /// <summary>How it ended; null as long as the next attempt has to see to it.</summary>
    public StepResult? Result { get; set; }

    /// <summary>What could not be told about the image that is replaced, to be said behind a note; empty where all is known.</summary>
    public string Doubt { get; set; } = "";

    /// <summary>True for a reference with tag and digest.</summary>
    public static bool IsExact(ImageReference reference) => Exact().IsMatch(reference.ToString());

    /// <summary>Takes an image that is known to be there.</summary>
    public static ServiceBump Of(StepContext context, ImageReference reference) =>
        new(context)
        {
            Reference = reference,
            Result = IsExact(reference)
                ? null
                : StepResult.Failed($"{reference} names no exact image: a pushed image has a tag and a sha256 digest"),
        };

    /// <summary>Takes the image that was pushed.</summary>
    public static ServiceBump For(StepContext context)
    {
        if (context.Find<PushedImage>()?.Reference is { } reference)
            return Of(context, reference);

        return new(context)
        {
            Result = context.Find<NoImage>() is { } none
                ? StepResult.Skipped(none.Reason)
                : StepResult.Failed(
                    $"no pushed image of {context.Service.Name} at {context.Source.Tag} is at hand: run Push first"
                ),
        };
    }

    /// <summary>Its manifest cannot be edited.</summary>
    public void Refuse(string reason)
    {
        Context.Log.Write(reason);
        Result = StepResult.Failed(reason);
    }

    /// <summary>The image is where it belongs.</summary>
    /// <param name="file">The file that states it.</param>
    /// <param name="commit">The commit that set it; null where it already was there.</param>
    /// <param name="note">What to say.</param>
    /// <param name="diff">What was changed; empty where nothing was.</param>
    public void Settle(string file, string? commit, string note, string diff = "")
    {
        Context.Provide(new ImageBump(Context.Environment.Name, file, commit, Reference, diff));
        Result = StepResult.PassedWith(note + Doubt);
    }

    // Only what a YAML scalar can hold as it is, in quotes or without.
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:-]*:[A-Za-z0-9_][A-Za-z0-9_.-]*@sha256:[0-9a-f]{64}$")]
    private static partial Regex Exact();
}
