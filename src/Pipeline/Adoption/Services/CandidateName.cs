using System.Text.RegularExpressions;
using Pipeline.Catalog;

namespace Pipeline.Adoption.Services;

/// <summary>Makes the names of a catalog of those of folders, images and projects.</summary>
internal static partial class CandidateName
{
    private static readonly ImmutableArray<string> Generic =
    [
        "",
        "app",
        "build",
        "code",
        "container",
        "docker",
        "service",
        "source",
        "src",
    ];

    /// <summary>
    /// A name without what orders or decorates it: <c>02-Auth_Service-main</c> is <c>auth</c>. Empty where nothing is
    /// left that a catalog takes.
    /// </summary>
    public static string Of(string written)
    {
        var plain = Order().Replace(Decoration().Replace(written, ""), "");
        var dashed = Separator().Replace(Hump().Replace(plain, "-"), "-").Trim('-').ToLowerInvariant();
        var name = ServiceSelection.ShortName(dashed);
        return name.Length <= 63 ? name : "";
    }

    /// <summary>The name of a folder, or of the nearest one above that says what is in it; empty for none.</summary>
    public static string OfFolder(string path) =>
        path.Split('/').Reverse().Select(Of).FirstOrDefault(name => !Generic.Contains(name)) ?? "";

    [GeneratedRegex("^[0-9]+[-_.]")]
    private static partial Regex Order();

    [GeneratedRegex("-(main|master)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Decoration();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Separator();
}
