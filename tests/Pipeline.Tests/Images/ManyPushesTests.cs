using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Registries;

namespace Pipeline.Tests.Images;

public sealed class ManyPushesTests(Engines engines)
{
    private const int Services = 20;

    [Fact]
    public async Task Twenty_services_are_pushed_side_by_side_once_each_and_then_nothing_moves()
    {
        await using var proxy = new RecordingProxy(await engines.Registry);
        var harnesses = new List<ImageHarness>();
        try
        {
            for (var i = 0; i < Services; i++)
            {
                var harness = await ImageHarness.Create(engines, Engines.Docker);
                harness.Steps.Environment = harness.Steps.Environment with { Registry = proxy.Name };
                harnesses.Add(harness);
                (await harness.Image()).Status.ShouldBe(StepStatus.Passed);
            }

            var first = await Task.WhenAll(harnesses.Select(harness => harness.Push()));
            var moved = Writes(proxy);
            proxy.Requests.Clear();
            var second = await Task.WhenAll(harnesses.Select(harness => harness.Push()));

            foreach (var (harness, result) in harnesses.Zip(first))
            {
                var pushed = (await harness.Taken<PushedImage>()).Reference;
                result.ShouldBe(StepResult.PassedWith($"pushed as {pushed.Digest}"));
                (await DigestInRegistry(await engines.Registry, pushed.Repository, pushed.Tag!)).ShouldBe(
                    pushed.Digest
                );
            }

            moved
                .Where(request => request.Contains("/manifests/", StringComparison.Ordinal))
                .Order()
                .ShouldBe(
                    harnesses
                        .Select(harness => $"PUT /v2/{harness.Steps.Service.Image}/manifests/{harness.Source.Tag}")
                        .Order()
                );
            second.ShouldAllBe(result => result.Reason!.StartsWith("already in the registry as sha256:"));
            Writes(proxy).ShouldBeEmpty();
        }
        finally
        {
            foreach (var harness in harnesses)
                await harness.DisposeAsync();
        }
    }

    private static string[] Writes(RecordingProxy proxy) =>
        [
            .. proxy.Requests.Where(request =>
                !request.StartsWith("GET ", StringComparison.Ordinal)
                && !request.StartsWith("HEAD ", StringComparison.Ordinal)
            ),
        ];

    private static async Task<string?> DigestInRegistry(string registry, string repository, string tag)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Head,
            $"http://{registry}/v2/{repository}/manifests/{tag}"
        );
        request.Headers.TryAddWithoutValidation("Accept", Manifest.MediaTypes);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.GetValues("Docker-Content-Digest").Single();
    }
}
