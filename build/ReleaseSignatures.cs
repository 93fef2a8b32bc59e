using Nuke.Common.IO;
using Pipeline.Images.Signing;

/// <summary>
/// Who has made the files of a release: a signature of each, and the SLSA provenance of all, by the identity of the
/// workflow that runs.
/// </summary>
/// <param name="folder">Takes them.</param>
/// <param name="cosign">Runs cosign.</param>
sealed class ReleaseSignatures(AbsolutePath folder, Func<string[], Task> cosign)
{
    public AbsolutePath Folder => folder;

    public async Task Write(IReadOnlyCollection<string> files)
    {
        folder.CreateOrCleanDirectory();
        foreach (var file in files)
            await cosign(["sign-blob", "--yes", "--bundle", BundleOf(Path.GetFileName(file)), file]);

        var statement = folder.Parent / "provenance.json";
        await File.WriteAllBytesAsync(
            statement,
            FileProvenance.Of(files, Environment.GetEnvironmentVariable, DateTimeOffset.UtcNow)
        );
        await cosign(["attest-blob", "--yes", "--statement", statement, "--bundle", BundleOf("provenance")]);
    }

    private string BundleOf(string name) => folder / $"{name}.sigstore.json";
}
