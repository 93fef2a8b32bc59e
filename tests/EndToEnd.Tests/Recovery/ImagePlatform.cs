using System.Collections.Immutable;
using System.Diagnostics;

namespace EndToEnd.Tests.Recovery;

/// <summary>
/// The same with all gates: images are built by a real engine with a storage of its own, scanned by a stand-in for
/// Trivy, pushed to the real registry of the workspace, signed, and verified before they are delivered.
/// </summary>
public sealed class ImagePlatform : CheapPlatform
{
    // Its flags are those of trivy.dev/docs/latest/references/configuration/cli; what it does not know, it refuses.
    private const string Trivy = """
        #!/bin/sh
        [ "$1" != version ] || { echo '{"Version":"0.69.3"}'; exit 0; }
        [ "$1" = image ] || { echo "unknown command $1" >&2; exit 1; }
        shift
        while [ $# -gt 0 ]; do
          case $1 in
            --format) format=$2; shift 2 ;;
            --output) output=$2; shift 2 ;;
            --input) input=$2; shift 2 ;;
            --scanners) shift 2 ;;
            --no-progress) shift ;;
            *) echo "unknown flag $1" >&2; exit 1 ;;
          esac
        done
        [ -f "$input" ] || exit 1
        case $format in
          json) cat >"$output" <<'END' ;;
        {"SchemaVersion":2,"ArtifactName":"image.tar","Results":[{"Target":"app","Packages":[{"ID":"one@1","Name":"one","Version":"1"}]}]}
        END
          cyclonedx) echo '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[]}' >"$output" ;;
          spdx-json) echo '{"spdxVersion":"SPDX-2.3","packages":[]}' >"$output" ;;
          *) exit 1 ;;
        esac
        """;

    public ImagePlatform()
        : base("{}", "FROM scratch\nCOPY version /\nUSER 1000\nCMD [\"/version\"]\n")
    {
        Write(".nuke/programs/trivy", Trivy);
        File.SetUnixFileMode(Path.Combine(Programs, "trivy"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write(
            ".nuke/storage.conf",
            $"[storage]\ndriver = \"overlay\"\ngraphroot = \"{Root}/.nuke/storage\"\nrunroot = \"{Root}/.nuke/containers\"\n"
        );
    }

    public override ImmutableArray<string> Services => ["auth", "web"];

    public override ImmutableArray<string> Targets =>
        ["Compile", "Test", "Lint", "Image", "Scan", "Sbom", "Push", "Sign", "Bump"];

    public override string Image(string service)
    {
        var local = Path.Combine(Root, "artifacts", "local");
        var port = File.ReadAllText(Path.Combine(local, "registry.port")).Split(' ', '\n')[0];
        var tags = $"registry/docker/registry/v2/repositories/{Repository(service)}/_manifests/tags";
        var digest = File.ReadAllText(Path.Combine(local, tags, Commit[..7], "current", "link"));
        return $"127.0.0.1:{port}/{Repository(service)}:{Commit[..7]}@{digest}";
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Left() =>
        [
            .. base.Left(),
            .. Containers,
            .. Mounts.Where(mount => !mount.EndsWith("/storage/overlay", StringComparison.Ordinal)),
        ];

    /// <inheritdoc />
    public override void Dispose()
    {
        foreach (var mount in Mounts.Reverse())
            Process.Start("umount", [mount]).WaitForExit();
        base.Dispose();
    }

    private protected override string Skipped => "Sast+Sca";

    private protected override ImmutableDictionary<string, string> Variables =>
        base
            .Variables.Add("CONTAINERS_STORAGE_CONF", Path.Combine(Root, ".nuke", "storage.conf"))
            .Add("PATH", $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}");

    private protected override void MakeImages() { }

    private string Programs => Path.Combine(Root, ".nuke", "programs");

    private IEnumerable<string> Containers =>
        Output("podman", Root, ["ps", "--all", "--external", "--format", "container {{.ID}} {{.Names}}"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<string> Mounts =>
        File.ReadAllLines("/proc/self/mountinfo")
            .Select(line => line.Split(' ')[4])
            .Where(mount => mount.StartsWith(Root, StringComparison.Ordinal));
}
