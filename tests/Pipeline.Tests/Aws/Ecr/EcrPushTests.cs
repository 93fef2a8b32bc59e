using Amazon.ECR;
using Amazon.Runtime;
using Pipeline.Aws.Ecr;
using Pipeline.Execution.Steps;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images;
using Polyfills.Tests.Ecr;

namespace Pipeline.Tests.Aws.Ecr;

/// <summary>
/// A whole push to a registry of Amazon ECR: its service is a strict stand-in, its images lie in a real registry.
/// </summary>
public sealed class EcrPushTests(Engines engines) : IAsyncDisposable
{
    private const string Account = "123456789012";

    private readonly FakeEcr service = new();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task What_ECRs_own_scan_finds_keeps_an_image_from_its_further_tags()
    {
        await using var harness = await Harness();

        var result = await Deliver(harness);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("1 finding");
        harness.Steps.Log("Push").ShouldContain("CVE-2099-0002");
        (await IsTagged(harness, harness.Source.Tag)).ShouldBeTrue();
        (await IsTagged(harness, "develop")).ShouldBeFalse();
        service
            .Requests.Where(operation => operation != "GetAuthorizationToken")
            .ShouldBe([
                "DescribeRepositories",
                "CreateRepository",
                "DescribeImageScanFindings",
                "DescribeImageScanFindings",
                "DescribeImageScanFindings",
            ]);
    }

    [Fact]
    public async Task An_image_whose_findings_somebody_answers_for_is_pushed_with_all_of_its_tags()
    {
        await using var harness = await Harness();
        harness.Steps.Policy = new() { Allowed = [new("CVE-2099-0002", "platform", "made up", DateOnly.MaxValue)] };

        var result = await Deliver(harness);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        service.Requests.ShouldContain("DescribeImageScanFindings");
        (await IsTagged(harness, "develop")).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_findings_asked_for_no_scan_is_waited_for()
    {
        await using var harness = await Harness();
        harness.Steps.Environment = harness.Steps.Environment with { Ecr = new() };

        var result = await Deliver(harness);

        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        service.Requests.ShouldContain("CreateRepository");
        service.Requests.ShouldNotContain("DescribeImageScanFindings");
    }

    private async Task<ImageHarness> Harness()
    {
        var harness = await ImageHarness.Create(engines, Engines.Docker);
        harness.Steps.Environment = harness.Steps.Environment with
        {
            Name = "develop",
            MovingTag = "develop",
            Ecr = new() { Findings = true, MovingTags = ["develop"] },
        };
        // The engine pushes to the registry itself, so what is asked for has to be there.
        service.Holds(digest => IsTagged(harness, digest).GetAwaiter().GetResult());
        return harness;
    }

    private async Task<StepResult> Deliver(ImageHarness harness)
    {
        await harness.Execute(
            "Open",
            async (_, step) =>
            {
                await step.Shared(_ => Task.FromResult(new SharedRegistries(Open)));
                return StepResult.Passed;
            }
        );
        (await harness.Image()).Status.ShouldBe(StepStatus.Passed);
        return await harness.Push();
    }

    private RegistryAccess Open(RegistryLocation registry)
    {
        var login = new EcrSession(
            Account,
            new AmazonECRClient(
                new BasicAWSCredentials(FakeEcr.AccessKey, FakeEcr.SecretKey),
                new AmazonECRConfig
                {
                    ServiceURL = service.Url,
                    AuthenticationRegion = FakeEcr.Region,
                    MaxErrorRetry = 0,
                }
            ),
            TimeProvider.System
        );
        return new(registry.Name, new RegistryClient(registry.Name, login), login);
    }

    private static async Task<bool> IsTagged(ImageHarness harness, string reference)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Head,
            $"http://{harness.Steps.Environment.Registry}/v2/{harness.Steps.Service.Image}/manifests/{reference}"
        );
        request.Headers.TryAddWithoutValidation("Accept", Manifest.MediaTypes);
        using var response = await client.SendAsync(request);
        return response.IsSuccessStatusCode;
    }
}
