using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Foundation.Files;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class RememberedManifestTests : IDisposable
{
    private readonly AbsolutePath artifacts = Directory.CreateTempSubdirectory("manifests-").FullName;

    public static TheoryData<string> Manifests { get; } =
    [
        .. Directory
            .EnumerateFiles(Fixtures, "*", SearchOption.AllDirectories)
            .Where(ManifestFile.IsManifest)
            .Select(file => SlashedPath.Between(Fixtures, file))
            .Order(StringComparer.Ordinal),
    ];

    private static string Fixtures => ManifestCase.Fixtures();

    private AbsolutePath File => artifacts / "memory" / "manifests";

    public void Dispose() => Directory.Delete(artifacts, recursive: true);

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_states_the_same_images_when_it_is_remembered(string path)
    {
        var content = System.IO.File.ReadAllBytes(Path.Combine(Fixtures, path));
        var memo = Memo.Read(File);
        var read = new ManifestFile(path, content, memo);
        var images = Describe(read);
        memo.Write(artifacts);

        var remembered = new ManifestFile(path, content, Memo.Read(File));

        Describe(remembered).ShouldBe(images);
        remembered.Problem.ShouldBe(read.Problem);
    }

    [Fact]
    public void A_file_is_remembered_by_its_path_too_for_that_tells_what_it_is()
    {
        var content = "images: [{ name: auth, newTag: '1' }]\n"u8.ToArray();
        var memo = Memo.Read(File);
        new ManifestFile("auth/kustomization.yaml", content, memo).Images.Length.ShouldBe(1);

        new ManifestFile("auth/docker-compose.yaml", content, memo).Images.ShouldBeEmpty();
    }

    private static string Describe(ManifestFile file) =>
        string.Join(
            '\n',
            file.Images.Select(image =>
                JsonSerializer.Serialize(
                    new
                    {
                        image.Kind,
                        image.Workload,
                        image.Container,
                        image.IsInit,
                        image.Parts,
                        image.Start,
                        image.Obstacle,
                        image.FixedName,
                    }
                )
            )
        );
}
