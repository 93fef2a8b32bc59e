using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EndToEnd.Tests.Delivery;

namespace EndToEnd.Tests.Workflows;

/// <summary>A job's command fetches tools and works with them, on a machine that has none.</summary>
public sealed class FetchedToolTests : IDisposable
{
    private readonly SamplePlatform platform = new();
    private readonly string machine = Directory.CreateTempSubdirectory("machine-").FullName;

    [Fact]
    public async Task What_a_command_fetches_its_own_steps_find()
    {
        var download = Path.Combine(machine, "mirror", "made-up-compiler", "1.2.3", "made-up-compiler");
        Directory.CreateDirectory(Path.GetDirectoryName(download)!);
        File.WriteAllText(download, "#!/bin/sh\necho compiled by a tool that was fetched\n");
        File.WriteAllText(
            Path.Combine(platform.Root, "tools.lock.yaml"),
            $$"""
            tools:
              made-up-compiler:
                version: 1.2.3
                platforms:
                  {{Platform}}:
                    url: https://releases.example/1.2.3/made-up-compiler
                    sha256: {{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(download)))}}

            """
        );
        platform.Edit("pipeline.yaml", "  auth: {}", "  auth: { commands: { compile: [made-up-compiler] } }");
        platform.Commit("Compile by a tool of our own");
        platform.Variables["PIPELINE_TOOLS"] = Path.Combine(machine, "tools");
        platform.Variables["PIPELINE_TOOLS_MIRROR"] = Path.Combine(machine, "mirror");

        var outcome = await platform.Build("FetchTools", "Compile", "--service", "auth");

        outcome.ExitCode.ShouldBe(0, outcome.Output);
        File.ReadAllText(Path.Combine(platform.Root, "artifacts", "logs", "auth", "Compile.log"))
            .ShouldContain("compiled by a tool that was fetched");
    }

    private static string Platform =>
        $"{(OperatingSystem.IsMacOS() ? "darwin" : "linux")}/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";

    public void Dispose()
    {
        platform.Dispose();
        Directory.Delete(machine, recursive: true);
    }
}
