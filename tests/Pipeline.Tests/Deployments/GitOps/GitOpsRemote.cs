using Nuke.Common.IO;

namespace Pipeline.Tests.Deployments.GitOps;

/// <summary>A bare repository with manifests, as a forge would host it.</summary>
internal sealed class GitOpsRemote : IDisposable
{
    private GitOpsRemote(AbsolutePath folder) => Folder = folder;

    public AbsolutePath Folder { get; }

    public AbsolutePath Bare => Folder / "gitops.git";

    public string Url => $"file://{Bare}";

    public static async Task<GitOpsRemote> Create(params string[] services)
    {
        var remote = new GitOpsRemote(Directory.CreateTempSubdirectory("pipeline-remote-").FullName);
        await remote.Git("init", "--quiet", "--bare", "--initial-branch=main", remote.Bare);
        await remote.Configure("uploadpack.allowFilter", "true");
        // As on another machine, where the settings of this one's user do not hold.
        await remote.Configure("core.hooksPath", "hooks");
        await remote.Configure("http.receivepack", "true");
        if (services.Length > 0)
            await remote.Commit([
                .. services.Select(service =>
                    (File(service), ImageMatchingTests.Deployment(service, service, "busybox"))
                ),
            ]);
        return remote;
    }

    public static string File(string service) => $"gitops/manifests/{service}-service/deployment.yaml";

    public Task Configure(string key, string value) => Git($"--git-dir={Bare}", "config", key, value);

    /// <summary>Commits files as someone else would.</summary>
    public Task Commit(params (string Path, string Content)[] files) =>
        CommitAs("Someone <someone@example.com>", "By hand", files);

    /// <summary>Commits files as an author would, by whichever program.</summary>
    public async Task CommitAs(string author, string message, params (string Path, string Content)[] files)
    {
        AbsolutePath clone = Folder / "clone";
        await Git("clone", "--quiet", "--config=core.autocrlf=false", Bare, clone);
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory((clone / path).Parent!);
            System.IO.File.WriteAllText(clone / path, content);
        }

        string[] someone = ["-C", clone, "-c", "user.name=Someone", "-c", "user.email=someone@example.com"];
        await Git([.. someone, "add", "--all"]);
        await Git([
            .. someone,
            "-c",
            "commit.gpgsign=false",
            "commit",
            "--quiet",
            $"--author={author}",
            $"--message={message}",
        ]);
        await Git("-C", clone, "push", "--quiet", "origin", "HEAD:refs/heads/main");
        Directory.Delete(clone, recursive: true);
    }

    public Task<string> Read(string path) => Read(Bare, path);

    public static Task<string> Read(AbsolutePath bare, string path) => Query(bare, "show", $"main:{path}");

    /// <summary>What Git says about a repository.</summary>
    public static Task<string> Query(AbsolutePath bare, params string[] arguments) =>
        Pipeline.Foundation.Git.GitCommand.Run(bare, ["--git-dir=.", .. arguments]);

    public Task<string> Show(string format) =>
        Git($"--git-dir={Bare}", "show", "--no-patch", $"--format={format}", "main");

    public async Task<int> Commits() => int.Parse(await Git($"--git-dir={Bare}", "rev-list", "--count", "main"));

    public void Hook(string name, string script)
    {
        AbsolutePath hook = Bare / "hooks" / name;
        Directory.CreateDirectory(hook.Parent!);
        System.IO.File.WriteAllText(hook, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(
                hook,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
    }

    /// <summary>
    /// The next push finds the branch moved on, as if another had pushed between its fetch and its push.
    /// </summary>
    public void PushOnceInBetween(string file, string content)
    {
        var other = Folder / "other.yaml";
        System.IO.File.WriteAllText(other, content);
        Hook(
            "update",
            $"""
            test -e moved && exit 0
            touch moved
            unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
            export GIT_INDEX_FILE=moved.index GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x
            git read-tree $2
            git update-index --add --cacheinfo 100644,$(git hash-object -w {other}),{file}
            git update-ref $1 $(git commit-tree -p $2 -m other $(git write-tree) </dev/null)
            """
        );
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Task<string> Git(params string[] arguments) => Pipeline.Foundation.Git.GitCommand.Run(Folder, arguments);
}
