using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Execution;

/// <summary>What jobs of a workflow take of what others handed over.</summary>
public sealed class ArrivalsTests : IDisposable
{
    private static readonly string Commit = new('a', 40);

    private readonly AbsolutePath artifacts = Directory.CreateTempSubdirectory("arrivals-").FullName;

    private AbsolutePath Image => artifacts / "arrivals" / "image";

    private AbsolutePath Value => Image / Commit / "auth" / "Made.Image.json";

    [Fact]
    public void What_a_job_has_stated_the_digest_of_is_there_for_each_of_its_services()
    {
        Write(Value, "made");

        var arrivals = Arrivals.Read(artifacts, $"image@{HandoverDigest.Of(Image)}");

        arrivals.AreApart.ShouldBeFalse();
        arrivals.FoldersOf(Commit, "auth").ShouldBe([Image / Commit / "auth"]);
        arrivals.FoldersOf(Commit, "flag").ShouldBeEmpty();
        arrivals.FoldersOf(new('b', 40), "auth").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("another value")]
    [InlineData("a further file")]
    [InlineData("a missing file")]
    [InlineData("the file of another service")]
    [InlineData("the file of another commit")]
    [InlineData("the file of another step")]
    [InlineData("a changed layer")]
    [InlineData("a link to another file")]
    public void Anything_but_what_the_job_has_stated_the_digest_of_is_refused(string instead)
    {
        Write(Value, "made");
        Write(Image / Commit / "auth" / "layout" / "blobs" / "layer", "layer");
        var digest = HandoverDigest.Of(Image);
        switch (instead)
        {
            case "another value":
                Write(Value, "forged");
                break;
            case "a further file":
                Write(Image / Commit / "auth" / "PushedImage.Push.json", "forged");
                break;
            case "a missing file":
                File.Delete(Value);
                break;
            case "the file of another service":
                Directory.Move(Image / Commit / "auth", Image / Commit / "flag");
                break;
            case "the file of another commit":
                Directory.Move(Image / Commit, Image / new string('b', 40));
                break;
            case "the file of another step":
                File.Move(Value, Image / Commit / "auth" / "Made.Push.json");
                break;
            case "a changed layer":
                Write(Image / Commit / "auth" / "layout" / "blobs" / "layer", "lager");
                break;
            default:
                File.Delete(Value);
                Write(artifacts / "elsewhere", "forged");
                File.CreateSymbolicLink(Value, artifacts / "elsewhere");
                break;
        }

        Refusal($"image@{digest}")
            .ShouldBe(
                $"what has arrived in {Image} is not what the job \"image\" handed over: its digest is {HandoverDigest.Of(Image)}, and the job stated {digest}; something else has changed the artifact, so run the workflow again"
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:xyz")]
    [InlineData("latest")]
    public void A_digest_that_the_job_has_not_stated_is_not_done_without(string digest)
    {
        Write(Value, "made");

        Refusal($"image@{digest}").ShouldStartWith($"--handover image@{digest} does not state what the job \"image\"");
    }

    [Fact]
    public void An_artifact_that_has_not_arrived_is_missed()
    {
        Refusal($"image@sha256:{new string('0', 64)}")
            .ShouldBe(
                $"nothing has arrived in {Image}, although the job \"image\" handed something over: download its artifact there"
            );
    }

    [Theory]
    [InlineData("../image")]
    [InlineData("a/b")]
    [InlineData(".")]
    public void A_job_is_no_path(string job) =>
        Refusal(job).ShouldBe($"--handover names the job \"{job}\", which is no name of one");

    [Fact]
    public void Of_the_legs_of_a_job_each_counts_for_the_service_that_its_artifact_is_named_for()
    {
        foreach (
            var (artifact, service) in new[]
            {
                ("publish-auth", "auth"),
                ("publish-auth", "flag"),
                ("publish-a-flag", "flag"),
                ("publish", "flag"),
            }
        )
            Write(artifacts / "arrivals" / artifact / Commit / service / "Made.Push.json", artifact);
        var arrivals = Arrivals.Read(artifacts, "publish");

        foreach (var service in new[] { "auth", "flag", "a-flag" })
            arrivals.TakeOver(artifacts, Commit, service);

        arrivals.AreApart.ShouldBeTrue();
        Directory
            .GetFiles(Handover.In(artifacts), "*", SearchOption.AllDirectories)
            .ShouldBe([$"{Handover.In(artifacts) / Commit / "auth" / "Made.Push.json"}"]);
    }

    public void Dispose() => Directory.Delete(artifacts, recursive: true);

    private string Refusal(string jobs) =>
        Should.Throw<StepFailedException>(() => Arrivals.Read(artifacts, jobs)).Message;

    private static void Write(AbsolutePath file, string content)
    {
        Directory.CreateDirectory(file.Parent!);
        File.WriteAllText(file, content);
    }
}
