using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Execution.Steps;

namespace Pipeline.Tests.Deployments.GitOps.ArgoCd;

public sealed class ArgoCdAccessTests
{
    private const string Name = "auth-develop";

    private static readonly DateTimeOffset Tomorrow = DateTimeOffset.UtcNow.AddDays(1);

    [Fact]
    public async Task Without_a_token_nothing_is_asked()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Token = null;

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldStartWith($"there is no token for Argo CD: set {workspace.Settings!.TokenVariable}");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_ends_it_at_once()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.Token = "made-up-expired-token";

        var result = await workspace.Verify();

        result.Reason.ShouldBe(
            $"Argo CD does not accept the token in {workspace.Settings!.TokenVariable}: it is wrong, or has expired (invalid session: token signature is invalid: signature is invalid)"
        );
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_what_the_token_lacks()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Outages.Enqueue((403, """{ "error": "permission denied: applications, get", "code": 7 }"""));

        var result = await workspace.Verify();

        result.Reason!.ShouldContain("may not read applications");
        result.Reason.ShouldEndWith("(permission denied: applications, get)");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_outage_is_waited_for()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Outages.Enqueue((503, "<html>upstream connect error</html>"));
        server.Outages.Enqueue((500, """{ "error": "etcd is away", "code": 13 }"""));
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
        workspace.Told[1].ShouldContain("Argo CD answered 500 for applications (etcd is away)");
    }

    [Fact]
    public async Task A_server_that_is_never_there_is_named_when_time_is_over()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        workspace.TimeOutSoon();
        workspace.Settings = workspace.Settings! with { Server = new("http://127.0.0.1:1") };

        var result = await workspace.Verify();

        result.Reason!.ShouldContain(
            "its state is unknown; Argo CD at 127.0.0.1:1 cannot be reached: Connection refused"
        );
    }

    [Theory]
    [InlineData(200, "<html>Please log in</html>", "did not respond like Argo CD")]
    [InlineData(200, """{ "items": [{ "metadata": {} }] }""", "did not respond like Argo CD")]
    [InlineData(307, "", "answered 307 for applications and sends to nowhere: correct \"argocd.server\"")]
    [InlineData(404, """{ "code": 5, "message": "Not Found" }""", "Argo CD has no applications (Not Found)")]
    public async Task What_is_no_Argo_CD_is_said_to_be_none(int status, string body, string expected)
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Outages.Enqueue((status, body));

        var result = await workspace.Verify();

        result.Reason!.ShouldContain(expected);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_token_is_in_no_address_and_no_log()
    {
        await using var server = new FakeArgoCd();
        using var workspace = await VerifyWorkspace.Create(server);
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit, "Synced", "Degraded")]);

        await workspace.Verify();

        server.Requests.ShouldNotBeEmpty();
        server
            .Requests.Concat(workspace.Told)
            .Append(workspace.Log())
            .ShouldAllBe(text => !text.Contains(FakeArgoCd.Token));
    }

    [Fact]
    public async Task A_server_with_a_certificate_of_its_own_is_trusted_by_the_file_of_its_authority()
    {
        using var authority = NewAuthority();
        using var certificate = NewCertificate(authority);
        await using var server = new FakeArgoCd(certificate);
        using var workspace = await VerifyWorkspace.Create(server);
        using var file = new TemporaryFile(authority.ExportCertificatePem());
        workspace.Settings = workspace.Settings! with { CertificateAuthority = file.Path };
        server.Course.Enqueue([NewApplication.Of(Name, workspace.Commit)]);

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Passed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_another_authority_vouches_for_gets_no_request(bool hasFile)
    {
        using var authority = NewAuthority();
        using var other = NewAuthority();
        using var certificate = NewCertificate(authority);
        await using var server = new FakeArgoCd(certificate);
        using var workspace = await VerifyWorkspace.Create(server);
        using var file = new TemporaryFile(other.ExportCertificatePem());
        workspace.Settings = workspace.Settings! with { CertificateAuthority = hasFile ? file.Path : null };

        var result = await workspace.Verify();

        result.Status.ShouldBe(StepStatus.Failed);
        result.Reason!.ShouldContain($"the certificate of 127.0.0.1:{server.Address.Port} is not trusted");
        result.Reason.ShouldEndWith("in \"argocd.ca\"");
        server.Requests.ShouldBeEmpty();
    }

    private static X509Certificate2 NewAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=An authority of our own", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Tomorrow.AddDays(-2), Tomorrow);
    }

    private static X509Certificate2 NewCertificate(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=argocd.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(authority, Tomorrow.AddDays(-2), Tomorrow, [1, 2, 3, 4]);
        using var complete = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
