using System.Security.Cryptography;
using System.Text;
using Pipeline.Catalog;
using Pipeline.Deployments.Ssh.Connections;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.Ssh;

public class KnownHostsTests
{
    private static readonly HostAddress Host = new("deploy", "web1.example", 22);

    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the key");

    private static readonly string Line = $"ssh-ed25519 {Convert.ToBase64String(Key)} a comment";

    [Theory]
    [InlineData("web1.example")]
    [InlineData("10.0.0.1,web1.example")]
    [InlineData("web?.exam*")]
    [InlineData("WEB1.example")]
    public void A_key_that_stands_beside_the_hosts_name_is_trusted(string hosts) =>
        Refuse($"# made up\n\n{hosts} {Line}\n").ShouldBeNull();

    [Theory]
    [InlineData("web2.example")]
    [InlineData("*.example,!web1.example")]
    [InlineData("[web1.example]:2222")]
    [InlineData("web1xexample")]
    public void A_line_for_another_host_says_nothing(string hosts) =>
        Refuse($"{hosts} {Line}\n").ShouldStartWith("its key is not known");

    [Fact]
    public void A_host_on_another_port_has_lines_of_its_own()
    {
        var known = KnownHosts.Read($"[web1.example]:2222 {Line}\n", "known_hosts");

        known.Refuse(Host with { Port = 2222 }, Key).ShouldBeNull();
        known.Refuse(Host, Key).ShouldNotBeNull();
    }

    [Fact]
    public void A_hashed_name_is_recognised()
    {
        var salt = RandomNumberGenerator.GetBytes(20);
        var hash = HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes("web1.example"));

        Refuse($"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(hash)} {Line}\n").ShouldBeNull();
    }

    [Fact]
    public void Another_key_than_the_known_one_is_refused_with_its_line() =>
        Refuse($"# made up\nweb1.example ssh-ed25519 {Convert.ToBase64String("other"u8)}\n")
            .ShouldStartWith("its key is not the known one (known_hosts:2): somebody may pose as the host");

    [Fact]
    public void A_revoked_key_is_refused_wherever_else_it_stands() =>
        Refuse($"web1.example {Line}\n@revoked * {Line}\n").ShouldStartWith("its key is revoked (known_hosts:2)");

    [Fact]
    public void An_authority_is_refused_with_what_to_do() =>
        Refuse($"@cert-authority *.example {Line.Replace("key", "ca")}\n@cert-authority *.example {Line}\n")
            .ShouldStartWith("certificate authorities of hosts are not supported (known_hosts:1)");

    [Theory]
    [InlineData("web1.example ssh-ed25519")]
    [InlineData("@unknown web1.example ssh-ed25519 AAAA")]
    public void A_line_that_is_none_is_refused_with_its_place(string line) =>
        Should
            .Throw<StepFailedException>(() => KnownHosts.Read($"\n{line}\n", "ops/known_hosts"))
            .Message.ShouldStartWith("ops/known_hosts:2: not a line of known hosts");

    [Fact]
    public void Only_kinds_of_key_that_are_known_of_a_host_are_asked_for()
    {
        var keys = new HostKeys(KnownHosts.Read($"web1.example ssh-rsa AAAA\n", "known_hosts"), []);

        keys.Takes(Host, "rsa-sha2-512").ShouldBeTrue();
        keys.Takes(Host, "ssh-ed25519").ShouldBeFalse();
        keys.Takes(Host, "ssh-rsa-cert-v01@openssh.com").ShouldBeFalse();
    }

    [Fact]
    public void A_pinned_fingerprint_trusts_a_key_that_is_not_revoked()
    {
        var fingerprint = $"SHA256:{Convert.ToBase64String(SHA256.HashData(Key)).TrimEnd('=')}";

        new HostKeys(null, [fingerprint]).Refuse(Host, Key).ShouldBeNull();
        new HostKeys(null, [fingerprint]).Refuse(Host, [1]).ShouldNotBeNull();
        new HostKeys(KnownHosts.Read($"@revoked * {Line}\n", "known_hosts"), [fingerprint])
            .Refuse(Host, Key)!
            .ShouldContain("its key is revoked");
    }

    private static string Refuse(string content) => KnownHosts.Read(content, "known_hosts").Refuse(Host, Key)!;
}
