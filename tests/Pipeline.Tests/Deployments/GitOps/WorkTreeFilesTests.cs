using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class WorkTreeFilesTests : IDisposable
{
    private readonly AbsolutePath root = Directory.CreateTempSubdirectory("manifests-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Manifests_are_read_in_the_order_of_their_paths_whatever_they_are_called()
    {
        Write("b/values.yaml", "b: 1\n");
        Write("a/de\\ployment.yml", "a: 1\n");
        Write("a/notes.txt", "none\n");

        var files = WorkTreeFiles.Below(root, "gitops");

        files
            .Select(file => (file.Path, file.Text))
            .ShouldBe([("gitops/a/de\\ployment.yml", "a: 1\n"), ("gitops/b/values.yaml", "b: 1\n")]);
    }

    [Fact]
    public void Where_there_is_no_folder_there_are_no_manifests() =>
        WorkTreeFiles.Below(root, "gitops").ShouldBeEmpty();

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, "gitops", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
