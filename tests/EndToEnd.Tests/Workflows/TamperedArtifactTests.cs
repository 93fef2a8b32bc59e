namespace EndToEnd.Tests.Workflows;

/// <summary>A run among whose artifacts somebody else writes.</summary>
public sealed class TamperedArtifactTests : WorkflowRunTests
{
    [Fact]
    public async Task What_a_job_with_code_of_a_service_leaves_counts_for_that_service_and_by_its_digest_alone()
    {
        using var registry = await Platform.OpenRegistry();
        var untouched = Deployed("develop", "flag");
        var commit = Platform.Git("rev-parse", "HEAD");
        using var run = new WorkflowRun(Platform, "main") { Uploaded = Tamper };

        await run.Run("deliver.yml");

        // The image of flag was exchanged for that of auth after its job had ended.
        run.Results["image-flag"].ShouldBe("success", run.Output);
        run.Results["publish-flag"].ShouldBe("failure", run.Output);
        run.Output.ShouldContain("is not what the job \"image\" handed over");
        // What another service's artifact says of flag is not looked at.
        run.Results["bump"].ShouldBe("success", run.Output);
        run.Output.ShouldContain("held back by an earlier job: flag");
        Deployed("develop", "auth").ShouldContain($":{run.Commit[..7]}@sha256:");
        Deployed("develop", "flag").ShouldBe(untouched);
        run.Results["gate"].ShouldBe("failure");

        void Tamper(string artifact)
        {
            if (Path.GetFileName(artifact) == "image-flag")
                ReplaceBy(
                    Path.Combine(artifact, commit, "flag"),
                    Path.Combine(artifact, "../image-auth", commit, "auth")
                );
            if (Path.GetFileName(artifact) == "publish-auth")
                ReplaceBy(Path.Combine(artifact, commit, "flag"), Path.Combine(artifact, commit, "auth"));
        }
    }

    private static void ReplaceBy(string folder, string other)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(other, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(other, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
