using System.Net;
using System.Net.Sockets;
using Nuke.Common.IO;
using Pipeline.Catalog;
using Pipeline.Deployments.GitOps.Remotes;
using Pipeline.Foundation.Failures;

namespace Pipeline.Tests.Deployments.GitOps;

public sealed class HangingRemoteTests : IDisposable
{
    private readonly AbsolutePath folder = Directory.CreateTempSubdirectory("hanging-").FullName;
    private readonly TcpListener silent = new(IPAddress.Loopback, 0);

    public HangingRemoteTests() => silent.Start();

    public void Dispose()
    {
        silent.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("http", "fetch")]
    [InlineData("git", "fetch")]
    [InlineData("http", "push")]
    [InlineData("git", "push")]
    public async Task A_remote_that_accepts_and_never_answers_is_given_up_with_a_sentence(string scheme, string command)
    {
        var address = $"{scheme}://{silent.LocalEndpoint}/gitops.git";
        using var clone = GitOpsClone.Create(
            folder / "clone",
            new(address, "main", ""),
            ImmutableDictionary<string, string?>.Empty,
            _ => { },
            TestContext.Current.CancellationToken
        );
        using var impatient = clone.WithPatience(TimeSpan.FromSeconds(1));
        var blob = await clone.Pipe("", "hash-object", "-w", "--stdin");

        var failure = await Should.ThrowAsync<StepFailedException>(() =>
            command == "push" ? impatient.Push(System.Text.Encoding.ASCII.GetString(blob).Trim()) : impatient.Fetch()
        );

        failure.Message.ShouldStartWith(
            $"the GitOps repository {address} hangs: git {command} did not end within 1 s; see whether its server"
        );
    }
}
