using Nuke.Common.IO;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Execution.Steps;

namespace Pipeline.Deployments.GitOps.Changes;

/// <summary>
/// Has kubectl and helm render what a change would make of the manifests, where they are at hand: what was written is
/// what runs.
/// </summary>
/// <param name="step">The step.</param>
/// <param name="files">The files of the clone.</param>
/// <param name="tip">The commit that is changed.</param>
internal sealed class RenderProof(StepContext step, CloneFiles files, string tip)
{
    private readonly ImmutableArray<IRenderProof> proofs =
    [
        .. new IRenderProof[] { new KustomizeProof(step), new HelmProof(step) }.Where(proof =>
            step.FindProgram(proof.Program) is not null
        ),
    ];

    /// <summary>
    /// Refuses the services that would not run the wanted image, and applies the edits of the others.
    /// </summary>
    public async Task<Dictionary<ManifestFile, byte[]>> Apply(ManifestEdits edits)
    {
        var contents = edits.Apply();
        while (await Refuse(edits, contents))
            contents = edits.Apply();
        return contents;
    }

    private async Task<bool> Refuse(ManifestEdits edits, Dictionary<ManifestFile, byte[]> contents)
    {
        var services = edits.Services;
        var read = proofs.SelectMany(proof => services.SelectMany(proof.Reads)).ToHashSet();
        if (read.Count == 0)
            return false;

        AbsolutePath folder = Directory.CreateTempSubdirectory("pipeline-rendered-").FullName;
        try
        {
            var (before, after) = (folder / "before", folder / "after");
            await files.Write(tip, read, before);
            await files.Write(tip, read, after);
            foreach (var (file, content) in contents.Where(edit => File.Exists(after / edit.Key.Path)))
                await File.WriteAllBytesAsync(after / file.Path, content, step.Cancellation);
            var refused = false;
            foreach (var proof in proofs)
            foreach (var refusal in await proof.Refuse(services, before, after))
            {
                edits.Refuse(refusal.Service, $"{proof.Program} shows: {refusal.Reason}");
                refused = true;
            }

            return refused;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
