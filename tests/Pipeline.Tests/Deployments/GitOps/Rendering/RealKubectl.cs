using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Rendering;

namespace Pipeline.Tests.Deployments.GitOps.Rendering;

/// <summary>What the real kubectl renders of files.</summary>
internal static class RealKubectl
{
    /// <summary>The containers of a kustomization; null where kubectl refuses it.</summary>
    public static async Task<ImmutableArray<StatedContainer>?> Render(
        IReadOnlyDictionary<string, string> files,
        string folder
    )
    {
        AbsolutePath root = Directory.CreateTempSubdirectory("pipeline-kubectl-").FullName;
        try
        {
            foreach (var (path, text) in files)
                (root / path).WriteAllText(text);
            var result = await CliWrap
                .Cli.Wrap(await KubernetesTools.Kubectl())
                .WithArguments(["kustomize", root / folder, "--output", root / "rendered.yaml"])
                .WithValidation(CliWrap.CommandResultValidation.None)
                .ExecuteAsync(TestContext.Current.CancellationToken);
            return result.ExitCode == 0 ? StatedContainer.In(File.ReadAllBytes(root / "rendered.yaml")) : null;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
