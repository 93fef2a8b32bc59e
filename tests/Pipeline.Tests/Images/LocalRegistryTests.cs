using System.Diagnostics;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Processes;
using Pipeline.Images.Engines;
using Pipeline.Images.LocalRegistries;
using Pipeline.Images.Registries;
using Pipeline.Tests.Images.Registries;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images;

public sealed class LocalRegistryTests(Engines engines)
{
    [Fact]
    public async Task A_registry_is_started_where_none_answers_and_ends_with_the_run()
    {
        var port = LoopbackPort.Free();
        await using (var run = Run(port))
        {
            (await Ensure(run)).ShouldBe(StepResult.Passed);
            Answers(port).ShouldBeTrue();
            Directory.Exists(run.Root / "artifacts" / "local").ShouldBeTrue();
        }

        Answers(port).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_uses_the_registry_of_another_and_starts_its_own_once_that_is_gone()
    {
        var port = LoopbackPort.Free();
        await using var second = Run(port);
        await using (var first = Run(port))
        {
            await Ensure(first);
            (await Ensure(second)).ShouldBe(StepResult.Passed);
            Directory.Exists(second.Root / "artifacts" / "local").ShouldBeFalse();
        }

        (await Ensure(second)).ShouldBe(StepResult.Passed);

        Answers(port).ShouldBeTrue();
        Directory.Exists(second.Root / "artifacts" / "local").ShouldBeTrue();
    }

    [Fact]
    public async Task A_step_survives_the_end_of_another_runs_registry_with_what_it_had_pushed_there()
    {
        var port = LoopbackPort.Free();
        await using var second = Run(port);
        var first = Run(port);
        using var storage = new RemovedFolder(first.Root);
        await Ensure(first);

        var found = await second.Ask(async step =>
        {
            var (registry, pushed) = (await RegistryAccess.Of(step), await Push(step));
            await first.Run.DisposeAsync();
            return (pushed, await registry.Client.Find(step.Service.Image, "1.0.0", step.Log, step.Cancellation));
        });

        found.Item2!.Digest.ShouldBe(found.pushed);
    }

    [Fact]
    public async Task What_a_run_pushed_to_another_runs_registry_is_in_its_own_when_it_ends()
    {
        var port = LoopbackPort.Free();
        var second = Run(port);
        using var workspace = new RemovedFolder(second.Root);
        string pushed;
        await using (var first = Run(port))
        {
            await Ensure(first);
            pushed = await second.Ask(Push);
            await second.Run.DisposeAsync();
        }

        using var own = await RealRegistry.Start(second.Root, second.Root / "artifacts" / "local" / "registry");
        using var client = new RegistryClient(own.Name, new AnonymousLogin());
        var found = await second.Ask(step => client.Find(step.Service.Image, "1.0.0", step.Log, step.Cancellation));

        found!.Digest.ShouldBe(pushed);
    }

    [Fact]
    public async Task A_registry_whose_images_go_with_another_run_and_cannot_be_copied_is_not_used()
    {
        await using var run = Run(LoopbackPort.Free());
        var (name, folder) = (run.Environment.Registry, run.Root / "other");
        await using var other = RegistryProcess.Start("docker-registry", name, run.Root / "gone" / "registry", folder);
        await LoopbackPort.Answers(RegistryAddress.Port(name));

        var result = await Ensure(run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason.ShouldBe(
            $"{name} is the registry of a run that keeps its images in {run.Root}/gone/registry, which cannot be read here and would be all that has this run's: state another \"registry\" for local in pipeline.yaml, or try again when that run has ended"
        );
    }

    [Fact]
    public async Task Two_runs_that_start_at_once_share_the_registry_of_the_faster()
    {
        var port = LoopbackPort.Free();
        await using var one = Run(port);
        await using var other = Run(port);

        var results = await Task.WhenAll(Ensure(one), Ensure(other));

        results.ShouldBe([StepResult.Passed, StepResult.Passed]);
    }

    [Fact]
    public async Task Something_else_on_the_port_is_no_registry()
    {
        await using var other = new FakeRegistry("", FakeRegistry.Answer(403));
        await using var run = Run(int.Parse(other.Name.Split(':')[1]));

        var result = await Ensure(run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("(403)");
        result.Reason!.ShouldContain("what listens there is no registry");
    }

    [Fact]
    public async Task A_registry_that_ends_at_once_is_told_with_its_last_words()
    {
        await using var run = Run(LoopbackPort.Free());
        run.SearchPath = $"{Program(run, "docker-registry", "echo no space left >&2\nexit 1\n")}:/usr/bin:/bin";

        var result = await Ensure(run);

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain("ended at once: no space left");
    }

    [Theory]
    [InlineData(Engines.Docker)]
    [InlineData(Engines.Podman)]
    public async Task The_registry_runs_in_a_container_where_its_program_is_not_installed(string name)
    {
        var port = LoopbackPort.Free();
        await using var run = Run(port);
        var engine = await engines.Connect(name);
        await using var image = await ImageHarness.Create(engines, name);
        await Package(image);
        var storage = run.Root / "storage";

        var server = await RegistryContainer.Start(
            engine,
            image.Reference,
            run.Environment.Registry,
            storage,
            CancellationToken.None
        );

        try
        {
            await LoopbackPort.Answers(port);
            (await Ensure(run)).ShouldBe(StepResult.Passed);
            Directory.Exists(run.Root / "artifacts" / "local").ShouldBeFalse();
            (await server.HasEnded(CancellationToken.None)).ShouldBeFalse();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public void A_path_with_quotes_and_spaces_stays_one_path() =>
        RegistryProcess
            .Configuration("127.0.0.1:5000", "/home/o'brien/my work")
            .ShouldContain("rootdirectory: '/home/o''brien/my work'\n");

    private sealed record RemovedFolder(AbsolutePath Folder) : IDisposable
    {
        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    private static StepHarness Run(int port)
    {
        var harness = new StepHarness();
        harness.Environment = harness.Environment with { Registry = $"127.0.0.1:{port}" };
        return harness;
    }

    private static Task<StepResult> Ensure(StepHarness run) =>
        run.Execute(
            "Push",
            async (_, step) =>
            {
                await RegistryAccess.Of(step);
                return StepResult.Passed;
            }
        );

    private static async Task<string> Push(StepContext step)
    {
        var client = (await RegistryAccess.Of(step)).Client;
        var (config, layer) = ("{}"u8.ToArray(), RegistryBench.Content(1000));
        foreach (var blob in new[] { config, layer })
            await client.Upload(
                step.Service.Image,
                RegistryBench.Describe(blob),
                new MemoryStream(blob),
                step.Log,
                step.Cancellation
            );
        var manifest = RegistryBench.Image(
            RegistryBench.Describe(config, "application/vnd.oci.image.config.v1+json"),
            RegistryBench.Describe(layer, "application/vnd.oci.image.layer.v1.tar")
        );
        await client.PutManifest(step.Service.Image, "1.0.0", manifest, step.Log, step.Cancellation);
        return manifest.Digest;
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Program(StepHarness run, string name, string script)
    {
        AbsolutePath folder = run.Root / "programs";
        Directory.CreateDirectory(folder);
        File.WriteAllText(folder / name, $"#!/bin/sh\n{script}");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder / name, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }

    // The distribution's program with the libraries it is linked to, as the official image would be.
    private static async Task Package(ImageHarness image)
    {
        var program = ProgramPath.Find("docker-registry").ShouldNotBeNull();
        using var ldd = Process.Start(
            new ProcessStartInfo("ldd", [program]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var linked = await ldd.StandardOutput.ReadToEndAsync();
        var libraries = linked.Split([' ', '\n', '\t']).Where(word => word.StartsWith('/')).Where(File.Exists);
        foreach (var file in libraries.Append(program))
        {
            AbsolutePath copy = image.Steps.Service.Directory / "root" / file[1..];
            Directory.CreateDirectory(copy.Parent!);
            File.Copy(file, copy);
        }

        image.Steps.Write(
            "root/etc/registry.yml",
            "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/registry\nhttp:\n  addr: :5000\n"
        );
        image.Steps.Write(
            "Dockerfile",
            $"FROM scratch\nCOPY root /\nENTRYPOINT [\"{program}\", \"serve\", \"/etc/registry.yml\"]\n"
        );
        var result = await image.Image();
        result.Status.ShouldBe(StepStatus.Passed, result.Reason);
    }
}
