using System.Text;
using Nuke.Common.IO;
using Pipeline.Adoption;
using Pipeline.Adoption.Trees;
using Pipeline.Foundation.Files;

namespace Pipeline.Build.Adopting;

/// <summary>The version of Pipeline that a repository runs.</summary>
/// <param name="root">The root of the repository.</param>
/// <param name="output">Takes what is shown.</param>
internal sealed class PinnedPipeline(AbsolutePath root, TextWriter output)
{
    private static readonly ImmutableArray<(VersionPin Pin, string Package)> Pins =
    [
        (VersionPin.Library, "Pipeline.Build"),
        (VersionPin.Tool, "Pipeline.Tool"),
    ];

    // A character for each byte: what is not changed stays as it is, whatever it is encoded in.
    private static readonly Encoding Bytes = Encoding.Latin1;

    /// <summary>Upgrades it, and says what comes next.</summary>
    /// <param name="asked">The version; null for the newest.</param>
    /// <exception cref="AdoptionException">It cannot be done; the message says why.</exception>
    public async Task Upgrade(string? asked)
    {
        var (pin, package) = Pins.FirstOrDefault(each => each.Pin.In(TextOf(each.Pin)) is not null);
        if (pin is null)
            throw new AdoptionException(
                $"neither {VersionPin.Library.File} nor {VersionPin.Tool.File} in {root} says which version of Pipeline runs here: Adopt writes that"
            );

        var text = TextOf(pin)!;
        var available = await PackageVersions.Of(package, root);
        var upgrade = Pipeline.Adoption.Upgrade.Plan(pin, pin.In(text)!, asked, available);
        if (upgrade.To == upgrade.From)
        {
            output.WriteLine($"Pipeline {upgrade.From} is the newest: nothing was changed");
            return;
        }

        AtomicFile.Write(
            root / pin.File,
            file => file.Write(Bytes.GetBytes(pin.Set(text, upgrade.To))),
            durable: false
        );
        output.WriteLine($"{pin.File}: Pipeline {upgrade.From} is now {upgrade.To}");
        output.WriteLine("CHANGELOG.md of Pipeline says what to do; ./build.sh Workflows --check what changes here");
    }

    private string? TextOf(VersionPin pin) =>
        File.Exists(root / pin.File) ? Bytes.GetString(File.ReadAllBytes(root / pin.File)) : null;
}
