using System.Security.Cryptography;
using System.Text;
using Nuke.Common.IO;
using Pipeline.Images.LocalRegistries;

namespace Pipeline.Tests.Images;

public sealed class RegistryStorageTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("registry-storage-").FullName;

    [Fact]
    public void What_another_storage_has_of_a_repository_is_taken_over()
    {
        var digest = Keep("content", "content");

        TakeOver();

        File.ReadAllText(Link("own")).ShouldBe($"sha256:{digest}");
        File.ReadAllText(Blob("own", digest)).ShouldBe("content");
    }

    [Fact]
    public void A_blob_that_is_not_the_content_of_its_digest_is_not()
    {
        var digest = Keep("content", "what is no one's business");

        TakeOver();

        File.Exists(Link("own")).ShouldBeFalse();
        File.Exists(Blob("own", digest)).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void TakeOver() => new RegistryStorage(folder / "own").TakeOver(new(folder / "other"), ["shop/auth"]);

    private string Keep(string named, string kept)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)));
        Write(Blob("other", digest), kept);
        Write(Link("other"), $"sha256:{digest}");
        return digest;
    }

    private static void Write(AbsolutePath file, string text)
    {
        Directory.CreateDirectory(file.Parent);
        File.WriteAllText(file, text);
    }

    private AbsolutePath Link(string storage) =>
        Root(storage) / "repositories" / "shop" / "auth" / "_manifests" / "tags" / "1" / "current" / "link";

    private AbsolutePath Blob(string storage, string digest) =>
        Root(storage) / "blobs" / "sha256" / digest[..2] / digest / "data";

    private AbsolutePath Root(string storage) => folder / storage / "docker" / "registry" / "v2";
}
