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
            // kubectl refuses with 1; anything else is a machine that is too busy for it.
            var (exitCode, attempts) = (-1, 0);
            while (exitCode is not (0 or 1) && attempts++ < 3)
                exitCode = (
                    await CliWrap
                        .Cli.Wrap(await KubernetesTools.Kubectl())
                        .WithArguments(["kustomize", root / folder, "--output", root / "rendered.yaml"])
                        .WithValidation(CliWrap.CommandResultValidation.None)
                        .ExecuteAsync(TestContext.Current.CancellationToken)
                ).ExitCode;
            return exitCode == 0 ? StatedContainer.In(File.ReadAllBytes(root / "rendered.yaml")) : null;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
