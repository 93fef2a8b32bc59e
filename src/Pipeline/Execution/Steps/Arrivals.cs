using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Pipeline.Foundation.Failures;

namespace Pipeline.Execution.Steps;

/// <summary>
/// What earlier jobs of a workflow handed over, as it was downloaded. Whoever may write artifacts of the workflow's run
/// can have put it there, so it counts only as far as a digest or the name of its artifact vouches for it.
/// </summary>
internal sealed partial class Arrivals
{
    private readonly ImmutableArray<Arrival> arrived;

    private Arrivals(ImmutableArray<Arrival> arrived) => this.arrived = arrived;

    /// <param name="Folder">Where it is; of a job with a leg for each service, how their folders' names begin.</param>
    /// <param name="IsWhole">True where the digest of the whole folder was stated, whatever services it is for.</param>
    private sealed record Arrival(AbsolutePath Folder, bool IsWhole);

    /// <summary>Finds it, and holds it against the digests that were stated.</summary>
    /// <param name="artifacts">The folder for everything that runs write.</param>
    /// <param name="jobs">The jobs: <c>JOB@DIGEST</c>, or <c>JOB</c>, separated by commas; null for none.</param>
    /// <exception cref="StepFailedException">Something is missing, or is not what the job handed over.</exception>
    public static Arrivals Read(AbsolutePath artifacts, string? jobs) =>
        new([
            .. (jobs ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(job => Read(artifacts / "arrivals", job.Split('@', 2))),
        ]);

    /// <summary>True where files of a service count only if an artifact of its own holds them.</summary>
    public bool AreApart => arrived.Any(arrival => !arrival.IsWhole);

    /// <summary>The folder with exactly what a job handed over.</summary>
    /// <exception cref="StepFailedException">Its digest was not stated.</exception>
    public AbsolutePath FolderOf(string job) =>
        arrived.FirstOrDefault(arrival => arrival.IsWhole && arrival.Folder.Name == job)?.Folder
        ?? throw new StepFailedException(
            $"--handover does not state what the job \"{job}\" handed over: give it as {job}@sha256:…, by that job's output \"handover\""
        );

    /// <summary>
    /// The folders in which files of a service or base image at a commit have arrived; those of other services are in
    /// none of them.
    /// </summary>
    public IEnumerable<AbsolutePath> FoldersOf(string commit, string source) =>
        arrived
            .Select(arrival =>
                (arrival.IsWhole ? arrival.Folder : (AbsolutePath)$"{arrival.Folder}-{source}") / commit / source
            )
            .Where(folder => Directory.Exists(folder));

    /// <summary>Takes values of a service over, for the steps of this run.</summary>
    public void TakeOver(AbsolutePath artifacts, string commit, string service)
    {
        var into = Handover.In(artifacts) / commit / service;
        foreach (var folder in FoldersOf(commit, service))
        {
            Directory.CreateDirectory(into);
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
                File.Copy(file, into / Path.GetFileName(file), overwrite: true);
        }
    }

    private static Arrival Read(AbsolutePath arrivals, string[] stated)
    {
        var (job, folder) = (stated[0], arrivals / stated[0]);
        if (!Name().IsMatch(job))
            throw new StepFailedException($"--handover names the job \"{job}\", which is no name of one");
        if (stated is [_])
            return new(folder, IsWhole: false);
        if (!Digest().IsMatch(stated[1]))
            throw new StepFailedException(
                $"--handover {job}@{stated[1]} does not state what the job \"{job}\" handed over: give it that job's output \"handover\", sha256:…; where that is empty, the job handed nothing over"
            );
        if (HandoverDigest.Of(folder) is not { } digest)
            throw new StepFailedException(
                $"nothing has arrived in {folder}, although the job \"{job}\" handed something over: download its artifact there"
            );
        return digest == stated[1]
            ? new(folder, IsWhole: true)
            : throw new StepFailedException(
                $"what has arrived in {folder} is not what the job \"{job}\" handed over: its digest is {digest}, and the job stated {stated[1]}; something else has changed the artifact, so run the workflow again"
            );
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}
