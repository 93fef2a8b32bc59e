using System.Net.Sockets;
using Pipeline.Execution.Steps;
using Pipeline.Images.Building;
using Pipeline.Images.Engines;

namespace Pipeline.Tests.Images;

/// <summary>The same commit, checked out twice and built from nothing each time.</summary>
public sealed class ReproducibleImageTests(Engines engines)
{
    // Folders that are made by the build itself bear its time, unless that is cut off.
    private const string Dockerfile = """
        FROM scratch
        WORKDIR /srv/deep
        COPY content run.sh /app/made/
        ENV MODE=production
        COPY --chown=1000:1000 folder /data/

        """;

    private TimeSpan age;

    [Theory]
    [InlineData(Engines.BuildxStore)]
    [InlineData(Engines.Podman)]
    public async Task Two_clones_at_two_times_give_one_digest(string engine)
    {
        await using var first = await Clone(engine, null, UnixFileMode.None);
        var one = await BuiltFromNothing(first, engine);
        await using var second = await Clone(engine, first.Steps.Service.Name, UnixFileMode.GroupWrite);
        var other = await BuiltFromNothing(second, engine);

        other.ShouldBe(one);
    }

    [Fact]
    public async Task An_image_of_several_platforms_is_one_digest_too()
    {
        await using var first = await Clone(Engines.BuildxStore, null, UnixFileMode.None);
        await using var second = await Clone(Engines.BuildxStore, first.Steps.Service.Name, UnixFileMode.GroupWrite);
        foreach (var clone in new[] { first, second })
            clone.Steps.Service = clone.Steps.Service with
            {
                Build = new() { Platforms = ["linux/amd64", "linux/arm64"] },
            };

        var one = await BuiltFromNothing(first, Engines.BuildxStore);
        var other = await BuiltFromNothing(second, Engines.BuildxStore);

        other.ShouldBe(one);
    }

    [Fact]
    public async Task A_base_that_is_made_twice_is_the_same_base()
    {
        var made = $"made-{Guid.NewGuid():N}";
        await using var first = await OnBase(Engines.BuildxStore, null, made);
        await using var second = await OnBase(Engines.BuildxStore, first.Steps.Service.Name, made);

        var one = await BuiltFromNothing(first, Engines.BuildxStore);
        var other = await BuiltFromNothing(second, Engines.BuildxStore);

        second.Steps.Log("Image").ShouldContain("build-rootfs.sh");
        other.ShouldBe(one);
    }

    private async Task<ImageHarness> OnBase(string engine, string? service, string made)
    {
        var harness = await ImageHarness.Create(engines, engine, service);
        // The folder is not in the archive, and bears the time of the build.
        harness.BuildOnMadeBase(
            $"mkdir -p in\ntouch -d @1000000000 in/{made}\ntar cf rootfs.tar --owner=0 --group=0 in/{made}\n"
        );
        harness.Steps.Write("Dockerfile", "ARG BASE_IMAGE=scratch\nFROM $BASE_IMAGE\nCOPY content /app/\n");
        return harness;
    }

    // What is in each of the folders bears times of its own.
    private async Task<ImageHarness> Clone(string engine, string? service, UnixFileMode umask)
    {
        var clone = await ImageHarness.Create(engines, engine, service);
        clone.Steps.Write("Dockerfile", Dockerfile);
        clone.Steps.Write("run.sh", "#!/bin/sh\n");
        clone.Steps.Write("folder/inner", "the same\n");
        if (!OperatingSystem.IsWindows())
            foreach (var name in new[] { "run.sh", "content" })
                File.SetUnixFileMode(
                    clone.Steps.Service.Directory / name,
                    umask
                        | UnixFileMode.UserRead
                        | UnixFileMode.UserWrite
                        | (name == "run.sh" ? UnixFileMode.UserExecute : UnixFileMode.None)
                );
        age += TimeSpan.FromDays(1);
        foreach (
            var entry in Directory.GetFileSystemEntries(clone.Steps.Service.Directory, "*", SearchOption.AllDirectories)
        )
            File.SetLastWriteTimeUtc(entry, DateTime.UtcNow - age);
        return clone;
    }

    private async Task<string> BuiltFromNothing(ImageHarness clone, string engine)
    {
        var result = await clone.Image();
        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
        result.Reason!.ShouldStartWith("built ");
        var built = (await clone.Taken<BuiltImage>()).Id;
        await Remove(await engines.Start(engine), clone.Reference, engine);
        await NextSecond();
        return built;
    }

    // Times within images are told to the second.
    private static async Task NextSecond()
    {
        var second = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() == second)
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    // Else the second build would be given what the first one has made.
    private static async Task Remove(ContainerEngine engine, string image, string name)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.Endpoint.LocalPath), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        // What was built into a folder is in no engine.
        if (await engine.Find(image, TestContext.Current.CancellationToken) is not null)
            await Ask(HttpMethod.Delete, $"/images/{image}?force=true");
        if (name == Engines.BuildxStore)
            await Ask(HttpMethod.Post, "/build/prune?all=true");

        async Task Ask(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, $"http://engine/v1.41{path}");
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode}");
        }
    }
}
