using System.Runtime.CompilerServices;
using Pipeline.Catalog;
using Pipeline.Execution.Steps;
using Pipeline.Images;
using Pipeline.Images.Building;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;
using Pipeline.Tests.Images.Registries;
using Pipeline.Tests.Quality;
using Pipeline.Tests.Steps;

namespace Pipeline.Tests.Images.Signing;

/// <summary>A workspace of which an image was pushed to a registry, and is to be signed.</summary>
internal sealed class SignedImage : IAsyncDisposable
{
    public const string Workflow = "https://github.com/acme/shop/.github/workflows/deliver.yml@refs/heads/main";

    public static readonly string Commit = new('a', 40);

    public static readonly BuildOrigin InGitHub = new()
    {
        Server = "https://github.com",
        Repository = "acme/shop",
        Workflow = ".github/workflows/deliver.yml",
        Ref = "refs/heads/main",
        Event = "push",
        Run = "https://github.com/acme/shop/actions/runs/7/attempts/1",
        Runner = "github-hosted",
        HasIdentity = true,
    };

    private const string ImageId = "sha256:image";

    private readonly RegistryBench bench;

    private SignedImage(RegistryBench bench, ManifestContent manifest)
    {
        this.bench = bench;
        Manifest = manifest;
        Steps.Service = Steps.Service with
        {
            Dockerfile = Steps.Service.Directory / "Dockerfile",
            Image = RegistryBench.Repository,
        };
        Settings = new() { RequiresSbom = false };
        IsLocal = true;
    }

    public StepHarness Steps { get; } = new();

    public StrictRegistry Registry => bench.Registry;

    public ManifestContent Manifest { get; }

    public ImageReference Reference => new(bench.Registry.Name, RegistryBench.Repository, "1", Manifest.Digest);

    public SignatureSettings Settings
    {
        set => Steps.Environment = Steps.Environment with { Registry = Registry.Name, Signatures = value };
        get => Steps.Environment.Signatures!;
    }

    public bool IsLocal
    {
        set =>
            Steps.Environment = Steps.Environment with
            {
                Name = value ? DeploymentEnvironment.LocalName : "production",
                IsLocal = value,
            };
    }

    public BuildOrigin Origin { get; set; } = BuildOrigin.Workstation;

    public static async Task<SignedImage> Create()
    {
        var created = await RegistryBench.Create();
        return new(created, await created.PushImage("1"));
    }

    /// <summary>One for two platforms, linux/amd64 and linux/arm64.</summary>
    public static async Task<SignedImage> CreateForSeveral()
    {
        var created = await RegistryBench.Create();
        return new(
            created,
            await created.PushIndex("1", await created.PushImage(null, 1), await created.PushImage(null, 2))
        );
    }

    /// <summary>
    /// Has bills of materials of its platforms, or of the whole; each says in both forms whose it is.
    /// </summary>
    public Task Describe(params string?[] platforms) =>
        Steps.Execute(
            "Sbom",
            (_, step) =>
            {
                var bills = platforms.Select(platform => Describe(platform, step)).ToArray();
                step.Provide(bills[0] with { OtherPlatforms = [.. bills[1..]] });
                return Task.FromResult(StepResult.Passed);
            }
        );

    /// <summary>Lets images be signed by workflows, by a stand-in for cosign.</summary>
    public void Keyless(string identity = Workflow, string asked = Workflow)
    {
        (IsLocal, Origin) = (false, InGitHub);
        Settings = Settings with { Identity = asked };
        var folder = Directory.CreateDirectory(Steps.Root / "cosign").FullName;
        Steps.Install("cosign", $"exec python3 '{Fixture("cosign.py")}' '{folder}' '{identity}' \"$@\"");
    }

    public static string Fixture(string name) => Path.Combine(Folder(), "fixtures", name);

    public Task<StepResult> Sign(bool isBuiltHere = true) =>
        Steps.Execute(
            "Sign",
            (service, step) =>
            {
                step.Provide(new BuiltImage(Reference with { Digest = null }, ImageId, IsReused: false));
                if (isBuiltHere)
                    step.Provide(new BuiltHere(ImageId));
                step.Provide(new PushedImage(Reference));
                return ImageSign.Run(service, step, Origin, TimeProvider.System);
            }
        );

    public Task<StepResult> Verify() =>
        Steps.Execute(
            "VerifyImage",
            (service, step) =>
            {
                step.Provide(new PushedImage(Reference));
                return ImageVerification.Run(service, step);
            }
        );

    /// <summary>Verifies by other settings than those that were signed by.</summary>
    public Task<StepResult> VerifyBy(SignatureSettings settings) =>
        Steps.Execute(
            "VerifyImage",
            async (_, step) =>
                StepResult.PassedWith(
                    await ImageVerification.Verify(
                        step,
                        step.Environment with
                        {
                            Signatures = settings,
                        },
                        Reference,
                        step.Source.Commit
                    )
                )
        );

    /// <summary>Attaches a bundle to the image.</summary>
    public Task Attach(byte[] bundle, string type = SigstoreBundle.MediaType) =>
        bench.In(log =>
            bench
                .Client()
                .Attach(
                    RegistryBench.Repository,
                    Manifest.Descriptor,
                    type,
                    bundle,
                    ImmutableSortedDictionary<string, string>.Empty,
                    log,
                    default
                )
        );

    public Task<ImmutableArray<Descriptor>> Attached() =>
        bench.In(log => bench.Client().Referrers(RegistryBench.Repository, Manifest.Digest, log, default));

    public Task<SigstoreBundle> Read(Descriptor referrer) =>
        bench.In(async log =>
            SigstoreBundle.Read(
                (
                    await bench.Client().ReadArtifact(RegistryBench.Repository, referrer, long.MaxValue, log, default)
                ).ShouldNotBeNull(),
                "a bundle"
            )
        );

    public async ValueTask DisposeAsync()
    {
        await Steps.DisposeAsync();
        await bench.DisposeAsync();
    }

    private BillOfMaterials Describe(string? platform, StepContext step)
    {
        var name = platform?.Replace('/', '-') ?? "whole";
        var (cycloneDx, spdx) = (step.Output("sbom", $"{name}.cdx.json"), step.Output("sbom", $"{name}.spdx.json"));
        File.WriteAllText(
            cycloneDx,
            $$"""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"{{name}}"}]}"""
        );
        File.WriteAllText(spdx, $$"""{"spdxVersion":"SPDX-2.3","name":"{{name}}"}""");
        return new(
            ImageId,
            "trivy",
            Path.GetRelativePath(step.Artifacts, cycloneDx),
            Path.GetRelativePath(step.Artifacts, spdx),
            1
        )
        {
            Platform = platform,
            Manifest = Manifest.Manifests.FirstOrDefault(each => $"{each.Platform}" == platform)?.Digest,
        };
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
