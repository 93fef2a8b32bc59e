using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nuke.Common.IO;
using Pipeline.Adoption.Review;
using Pipeline.Adoption.Services;
using Pipeline.Adoption.Workflows;
using Pipeline.Build.Reporting;
using Pipeline.Catalog;
using Pipeline.Catalog.Reading;
using Pipeline.Deployments.GitOps.Manifests;
using Pipeline.Deployments.GitOps.Rendering;
using Pipeline.Deployments.GitOps.Writers;
using Pipeline.Deployments.Objectives;
using Pipeline.Execution.Cache;
using Pipeline.Execution.Recovery;
using Pipeline.Execution.Steps;
using Pipeline.Foundation.Git;
using Pipeline.Foundation.Yaml;
using Pipeline.Images.Contexts;
using Pipeline.Images.Registries;
using Pipeline.Images.Signing;
using Pipeline.Planning.Versions;
using Pipeline.Quality;
using Pipeline.Quality.Findings;
using Pipeline.Quality.Languages.DotNet;
using Pipeline.Quality.Languages.Go;
using Pipeline.Quality.Languages.Java;
using Pipeline.Quality.Languages.Node;
using Pipeline.Quality.Languages.Rust;
using Pipeline.Quality.Scanners;
using Pipeline.Quality.Testing;
using Pipeline.Tools.Locked;
using Catalogs = Pipeline.Catalog;

namespace Pipeline.Tests.Fuzzing;

/// <summary>The readers of outside data.</summary>
internal static class Parsers
{
    private static AbsolutePath Root => Repository.Root;

    private static readonly AbsolutePath Sample = Root / "samples" / "togglemaster";
    private static readonly AbsolutePath Fixtures = Root / "tests" / "Pipeline.Tests" / "Quality" / "fixtures";
    private static readonly AbsolutePath Signatures =
        Root / "tests" / "Pipeline.Tests" / "Images" / "Signing" / "fixtures";

    // What the sample's catalog names.
    private static readonly string[] Folders =
    [
        .. new[] { "services", "images", "gitops/environments" }
            .SelectMany(place => Directory.GetDirectories(Sample / place))
            .Select(folder => Path.GetRelativePath(Sample, folder)),
    ];

    private const string JUnit = """
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3" time="0.03">
        <testcase classname="test_a" name="test_one" time="0.001" />
        <testcase classname="test_a" name="test_two" time="0.001"><failure message="assert 1 == 2">def f</failure></testcase>
        <testcase classname="test_a" name="test_three"><skipped type="pytest.skip" message="later" /></testcase>
        </testsuite></testsuites>
        """;

    private const string Cobertura = """
        <?xml version="1.0"?><coverage lines-valid="3" lines-covered="2"><sources><source>/src</source></sources>
        <packages><package><classes><class filename="a.py"><lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class></classes></package></packages></coverage>
        """;

    private const string Trx = """
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
        <UnitTestResult testName="A" outcome="Passed" duration="00:00:00.01"/><UnitTestResult testName="B" outcome="Failed"><Output><ErrorInfo><Message>no</Message></ErrorInfo></Output></UnitTestResult>
        </Results><ResultSummary outcome="Failed"><Counters total="2" executed="2" passed="1" failed="1"/></ResultSummary></TestRun>
        """;

    private const string Sarif = """
        {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"DevSkim","rules":[{"id":"DS1","defaultConfiguration":{"level":"error"},"properties":{"security-severity":"8.1"}}]}},
        "invocations":[{"executionSuccessful":true}],
        "results":[{"ruleId":"DS1","level":"error","message":{"text":"no"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b.cs"},"region":{"startLine":3,"startColumn":2}}}]}]}]}
        """;

    private const string GoTest = """
        {"Action":"run","Package":"a","Test":"TestOne"}
        {"Action":"output","Package":"a","Test":"TestOne","Output":"    a_test.go:3: no\n"}
        {"Action":"fail","Package":"a","Test":"TestOne","Elapsed":0.01}
        {"Action":"fail","Package":"a","Elapsed":0.02}
        """;

    // package a; class Sum { long of(long b) { return b + 5000000000L; } }, with of in line 4.
    internal const string Class =
        "yv66vgAAADcAEQoAAgADBwAEDAAFAAYBABBqYXZhL2xhbmcvT2JqZWN0AQAGPGluaXQ+AQADKClWBQAAAAEqBfIABwAKAQAF"
        + "YS9TdW0BAARDb2RlAQAPTGluZU51bWJlclRhYmxlAQACb2YBAAQoSilKAQAKU291cmNlRmlsZQEACFN1bS5qYXZhACAACQAC"
        + "AAAAAAACAAAABQAGAAEACwAAAB0AAQABAAAABSq3AAGxAAAAAQAMAAAABgABAAAAAgAAAA0ADgABAAsAAAAeAAQAAwAAAAYf"
        + "FAAHYa0AAAABAAwAAAAGAAEAAAAEAAEADwAAAAIAEA==";

    private const string Jacoco = """
        <?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="a"><group name="b"><package name="c"><sourcefile name="D.java">
        <line nr="3" mi="3" ci="0" mb="0" cb="0"/><line nr="5" mi="0" ci="4" mb="0" cb="0"/></sourcefile></package></group></report>
        """;

    private const string Pom = """
        <project xmlns="http://maven.apache.org/POM/4.0.0"><parent><artifactId>a</artifactId><version>1-SNAPSHOT</version></parent><artifactId>b</artifactId>
        <modules><module>c</module></modules><properties><java.version>21</java.version></properties>
        <build><plugins><plugin><artifactId>maven-pmd-plugin</artifactId><executions><execution><goals><goal>check</goal></goals></execution></executions></plugin></plugins></build></project>
        """;

    private const string CargoBuild = """
        {"reason":"compiler-message","message":{"rendered":"warning: a","code":{"code":"b"},"level":"warning","message":"a","spans":[{"file_name":"c.rs","line_start":1,"column_start":2,"is_primary":true}]}}
        {"reason":"build-finished","success":true}
        """;

    private const string LibTest = """
        running 2 tests
        test a ... ok
        test b ... FAILED

        failures:
            b

        test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s
        """;

    private const string Manifest = """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},
        "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2,"annotations":{"a":"b"}}],"annotations":{"c":"d"}}
        """;

    private const string BuiltInGitHub = """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a/b","digest":{"sha256":"44"}}],"predicateType":"https://slsa.dev/provenance/v1","predicate":{"buildDefinition":
        {"buildType":"https://actions.github.io/buildtypes/workflow/v1","externalParameters":{"workflow":{"path":"c"}},"internalParameters":{"pipeline":{"service":"d"}},
        "resolvedDependencies":[{"uri":"git+https://e@f","digest":{"gitCommit":"0123"}}]},"runDetails":{"builder":{"id":"g"}}}}
        """;

    private const string Journal = """
        {"event":"Begun","at":"2026-01-02T03:04:05Z","run":{"commit":"a","environment":"local","targets":["Test"],"services":["auth"]},"changes":{"a":"b"}}
        """;

    private const string Dockerfile = """
        # syntax=docker/dockerfile:1
        ARG VERSION=1.24
        FROM --platform=$BUILDPLATFORM golang:${VERSION:-1.2} AS build
        COPY --from=build \
            /a /b
        RUN <<EOT
        echo FROM nothing
        EOT
        FROM scratch@sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
        """;

    private const string Workflow = """
        on: { push: { branches: [main] } }
        env: { AWS_ACCOUNT_ID: "111122223333", AWS_REGION: us-east-1 }
        jobs:
          a:
            strategy: { matrix: { service: [auth, { name: flag }], include: [{ service: b }] } }
            steps:
              - uses: aquasecurity/trivy-action@master
                with: { exit-code: "0" }
              - run: |
                  set +e
                  VERSION="$(cat v)" go test ./... 2>&1 | tee log || true
                  docker build -t x/${{ matrix.service }}:latest -f a/Dockerfile . && docker push x/a:latest
                  for i in 1 2; do git commit -am b; git push && break; done
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Parser> All { get; } =
    [
        new("the catalog", [File.ReadAllBytes(Sample / "pipeline.yaml")], Catalog),
        Parser.OfText(
            "YAML",
            text => YamlNodeReader.Read(text),
            File.ReadAllText(Sample / "pipeline.yaml"),
            "a: [b, {c: 'd'}]\ne: |\n x\n"
        ),
        new("workflows of people", [Encoding.UTF8.GetBytes(Workflow)], Review),
        Parser.OfText("what Dockerfiles copy", text => CopiedFile.In(text), Dockerfile),
        new("manifests", Manifests(), bytes => _ = new ManifestFile("a/deployment.yaml", bytes).Images),
        new("values of charts", Manifests(), bytes => _ = new ManifestFile("a/values.yaml", bytes).Images),
        new(
            "kustomizations",
            Manifests(),
            bytes => KustomizeBuild.Of("a", path => path == "a/kustomization.yaml" ? new(path, bytes) : null)
        ),
        Parser.OfText(
            "what else writes images",
            text =>
            {
                var file = new ManifestFile(".argocd-source.yaml", Encoding.UTF8.GetBytes(text));
                _ = WriterSign.In([file]).ToArray();
                _ = RenovateSettings.In([new("renovate.json5", file.Content)]);
                _ = DependabotSettings.In([new(".github/dependabot.yml", file.Content)]);
            },
            "helm: { parameters: [{ name: image.tag, value: '1' }] }\n",
            "kind: ImageUpdater\napiVersion: argocd-image-updater.argoproj.io/v1alpha1\nspec: { applicationRefs: [{ images: [{ imageName: a }] }] }\n",
            "// a\n{ extends: ['b', \"c\"], /* d */ }\n"
        ),
        new(
            "files of pins",
            ["pins:\n  - service: auth\n    environment: qa\n    reason: 'no'\n    by: a\n"u8.ToArray()],
            bytes => PinFile.Read("pins.yaml", bytes)
        ),
        Parser.OfText("Dockerfiles", text => Dockerfiles(text), Dockerfile),
        Parser.OfText(".dockerignore", text => IgnoreFile.Parse(text), "# a\n**/b\n!c/[d-e]?\n/f/\n"),
        Parser.OfText(
            "reports of Trivy",
            text => TrivyReport.Read(text),
            Files(Fixtures / "trivy", "npm.json"),
            Files(Fixtures / "trivy", "secrets.json")
        ),
        Parser.OfText(
            "versions of Trivy",
            text => TrivyVersion.Read(text),
            """{"Version":"0.70.0","VulnerabilityDB":{"UpdatedAt":"2026-01-02T03:04:05Z"}}"""
        ),
        Parser.OfText("SARIF", text => SarifReader.Read("DevSkim", text), Sarif),
        Parser.OfText("JUnit's XML", text => JUnitReport.Read("pytest", text), JUnit),
        Parser.OfText(
            "Cobertura's XML",
            text => InFile(text, file => (CoberturaReport.Share(file), CoberturaReport.Lines([file]))),
            Cobertura
        ),
        Parser.OfText("TRX", text => InFile(text, file => TrxReport.Read([file])), Trx),
        Parser.OfText("events of go test", text => GoTestEvents.Read(text), GoTest),
        Parser.OfText(
            "Go's coverage",
            text => GoCoverage.Read(text),
            "mode: set\na/b.go:1.2,3.4 5 1\na/b.go:4.2,6.4 2 0\n"
        ),
        Parser.OfText("LCOV", text => LcovReport.Read(text).Count(), "SF:a.js\nDA:1,1\nDA:2,0\nend_of_record\n"),
        Parser.OfText(
            "reports of Jest",
            text => JestReport.Read("jest", text, "/a"),
            """{"numTotalTests":1,"testResults":[{"name":"/a/b.test.js","assertionResults":[{"fullName":"c","status":"failed","failureMessages":["d"],"duration":3}]}]}"""
        ),
        Parser.OfText(
            "output of Microsoft.Testing.Platform",
            text => TestingPlatform.Read(text),
            "failed A (3ms)\nTest run summary: Failed!\n  total: 2\n  failed: 1\n  succeeded: 1\n  skipped: 0\n  duration: 1s 3ms\n"
        ),
        Parser.OfText("JaCoCo's XML", text => InFile(text, file => JacocoReport.Lines([file])), Jacoco),
        new("class files", [Convert.FromBase64String(Class)], bytes => CompiledClass.Lines("a.class", bytes)),
        Parser.OfText("projects of Maven", Projects, Pom),
        Parser.OfText("messages of cargo", text => text.Split('\n').Select(CargoMessages.Text).Count(), CargoBuild),
        Parser.OfText("output of Rust's tests", text => LibTestOutput.Read(text), LibTest),
        Parser.OfText(
            "reports of cargo-audit",
            text => CargoAuditReport.Read(text, "Cargo.lock"),
            Files(Fixtures / "made", "cargo-audit.json")
        ),
        new("image manifests", [Encoding.UTF8.GetBytes(Manifest)], bytes => ReadManifest(bytes)),
        new("Sigstore's bundles", [File.ReadAllBytes(Signatures / "cosign-oci-attestation.sigstore.json")], Bundle),
        new("provenance", [Encoding.UTF8.GetBytes(BuiltInGitHub)], bytes => ReadProvenance(bytes)),
        new("certificates of Fulcio", [Certificate()], bytes => SignerCertificate.Read(bytes)),
        new("lines of the journal", [Encoding.UTF8.GetBytes(Journal)], bytes => JournalLine.Parse(bytes)),
        new(
            "hand-over",
            [.. Signed("""{"Reference":{"Registry":"a","Repository":"b","Tag":"c","Digest":"d"}}"""u8.ToArray())],
            bytes => InFile(bytes, file => HandoverFile.Read<Pipeline.Images.PushedImage>(file, _ => { }))
        ),
        new("entries of the cache", [CacheEntryFile()], bytes => EntryFile.Read(new MemoryStream(bytes))),
        new(
            "run records",
            ["""{"run":{"commit":"a"},"steps":[]}"""u8.ToArray()],
            bytes => InFile(bytes, file => RunRecord.Read(file))
        ),
        new(
            "Git's trees",
            [
                [.. "100644 a\0"u8, .. new byte[20], .. "40000 b\0"u8, .. new byte[20]],
            ],
            bytes => GitTree.Parse(bytes, 20)
        ),
        Parser.OfText(
            "Git's refusals",
            text => RemoteRejection.Read(text),
            "To x\n!\ta:refs/heads/b\t[rejected] (fetch first)\nDone\n",
            "fatal: unable to access 'x': Could not resolve host: y\n"
        ),
        Parser.OfText(
            "Git's references",
            text => TakenVersions.Parse(text),
            "refs/tags/auth/1.2.3 44136fa355b3678a1146ad16f7e8649e94fb4fc2 \nrefs/tags/v1\n"
        ),
        Parser.OfText(
            "answers of Prometheus",
            text => PrometheusAnswer.Read(new(200, text, null), new(new("http://127.0.0.1:9090"))),
            """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"b"},"value":[1769817600,"12.5"]}]},"infos":["c"]}"""
        ),
        Parser.OfText(
            "histories of Datadog",
            text => DatadogAnswer.Read(new(200, text, null), "a", TimeSpan.FromHours(1), new("datadoghq.com")),
            """{"data":{"type":"metric","overall":{"sli_value":99.5},"series":{"numerator":{"sum":9},"denominator":{"sum":10}}},"errors":null}""",
            """{"data":{"type":"monitor","overall":{"sli_value":99.5,"errors":[]}}}"""
        ),
        Parser.OfText("tools.lock.yaml", text => LockDocument.Read(text), File.ReadAllText(Root / "tools.lock.yaml")),
        new(
            "errors of registries",
            ["""{"errors":[{"code":"DENIED","message":"no","detail":{"a":1}}]}"""u8.ToArray()],
            bytes => RegistryErrors.Describe(bytes)
        ),
        Parser.OfText(
            "image references",
            text => _ = ImageReference.Parse(text).Familiar,
            "127.0.0.1:5000/a/b:c@sha256:44",
            "localhost/a"
        ),
    ];

    private static void Review(byte[] bytes)
    {
        if (ExistingWorkflow.Of("a.yml", bytes) is not { } workflow)
            return;
        _ = GateRules.Check(workflow).Concat(PushRules.Check(workflow)).Concat(ImageRules.Check(workflow)).Count();
        _ = TrustRules.Check(workflow).Concat(RightsRules.Check(workflow)).Count();
        _ = (WorkflowFacts.In([workflow]), WorkflowBuilds.In([workflow]));
    }

    private static void Catalog(byte[] content)
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            foreach (var place in Folders)
            {
                Directory.CreateDirectory(folder / place);
                File.WriteAllText(folder / place / "Dockerfile", "FROM scratch");
                File.WriteAllText(folder / place / "go.mod", "module a");
            }

            Directory.CreateDirectory(folder / "end-to-end");
            File.WriteAllBytes(folder / "pipeline.yaml", content);
            CatalogReader.Read(folder / "pipeline.yaml", folder / "artifacts", SupportedLanguages.Declared);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Projects(string text)
    {
        AbsolutePath folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            File.WriteAllText(folder / "pom.xml", text);
            _ = (JavaBuild.Of(folder), JavaVersion.AskedBy(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Dockerfiles(string text)
    {
        foreach (var use in Catalogs.Dockerfile.ImagesOf(text, ImmutableDictionary<string, string>.Empty))
            Catalogs.Dockerfile.PlaceOf(text, use.At);
    }

    private static void ReadManifest(byte[] bytes)
    {
        var digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        ManifestContent.Read(digest, null, bytes, "a manifest");
        Pipeline.Images.Registries.Manifest.Read(bytes, "a manifest", [digest]);
    }

    private static void Bundle(byte[] bytes) =>
        Statement.Read(SigstoreBundle.Read(bytes, "a bundle").Payload, "its payload");

    private static void ReadProvenance(byte[] bytes) =>
        Pipeline.Images.Signing.Provenance.Read(Statement.Read(bytes, "a statement").Predicate);

    private static byte[] Certificate() =>
        SigstoreBundle
            .Read(File.ReadAllBytes(Signatures / "cosign-oci-attestation.sigstore.json"), "a bundle")
            .Certificate!;

    private static byte[] CacheEntryFile()
    {
        using var stream = new MemoryStream();
        EntryFile.WriteIndex(
            stream,
            new()
            {
                Key = "a",
                Started = DateTimeOffset.UnixEpoch,
                Duration = TimeSpan.FromSeconds(1),
                Reason = "b",
                Log = new(CacheRoot.Artifacts, "c", false, 0, 0, "d"),
                Files = [new(CacheRoot.Service, "e", true, 0, 0, "f")],
                Values = [],
                Standing = [new("g", "h")],
            }
        );
        return stream.ToArray();
    }

    private static IEnumerable<byte[]> Signed(byte[] content)
    {
        var file = Path.GetTempFileName();
        HandoverFile.Write(file, content, durable: false);
        yield return File.ReadAllBytes(file);
        File.Delete(file);
    }

    private static byte[][] Manifests() =>
        [
            .. Directory
                .GetFiles(Sample / "gitops", "*.yaml", SearchOption.AllDirectories)
                .Take(12)
                .Select(File.ReadAllBytes),
        ];

    private static string Files(AbsolutePath folder, string name) => File.ReadAllText(folder / name);

    private static void InFile<T>(string text, Func<string, T> read) => InFile(Encoding.UTF8.GetBytes(text), read);

    private static void InFile<T>(byte[] content, Func<string, T> read)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content);
            read(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
