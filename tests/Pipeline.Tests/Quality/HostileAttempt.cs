namespace Pipeline.Tests.Quality;

/// <summary>A way by which a program of a service may try to reach what is not the service's.</summary>
/// <param name="Way">What it does.</param>
/// <param name="Script">
/// The shell script, in the folder of the service <c>evil</c>; it ends with 0 where it got through.
/// </param>
internal sealed record HostileAttempt(string Way, string Script)
{
    /// <summary>The version of Landlock that can keep it from getting through.</summary>
    public int Landlock { get; init; } = 1;

    /// <summary>True where root alone could get through.</summary>
    public bool IsOfRoot { get; init; }

    /// <summary>Those that a program must not get through with, and would without a sandbox.</summary>
    public static ImmutableArray<HostileAttempt> All { get; } =
    [
        // Other services.
        new("changes a source of another service", "echo x >> $ROOT/services/auth/main.go"),
        new("empties a source of another service", "truncate -s 0 $ROOT/services/auth/main.go") { Landlock = 3 },
        new("adds a source to another service", "echo x > $ROOT/services/auth/init.go"),
        new("deletes a source of another service", "rm $ROOT/services/auth/main.go"),
        new("moves a source of another service to its own folder", "mv $ROOT/services/auth/main.go ."),
        new("moves the folder of another service", "mv $ROOT/services/auth $ROOT/services/gone"),
        new(
            "puts a link in place of its own folder",
            "cd / && mv $ROOT/services/evil $ROOT/services/old && ln -s auth $ROOT/services/evil"
        ),
        new("writes through a symbolic link", "ln -s $ROOT/services/auth/main.go link && echo x >> link"),
        new("writes through a link to a folder", "ln -s $ROOT/services/auth link && echo x > link/init.go"),
        new("writes through a hard link", "ln $ROOT/services/auth/main.go link && echo x >> link"),
        new("writes through a path with dots", "echo x >> ../auth/main.go"),
        // What runs keep.
        new(
            "changes what another service handed over",
            "echo x > $ROOT/artifacts/handover/aaaa/auth/PushedImage.Push.json"
        ),
        new("hands over in the name of another service", "mkdir -p $ROOT/artifacts/handover/bbbb/auth"),
        new("changes an entry of the cache", "echo x > $ROOT/artifacts/cache/entries/ab/abcd"),
        new("adds an entry to the cache", "echo x > $ROOT/artifacts/cache/entries/ab/ffff"),
        new("changes the journal", "echo x >> $ROOT/artifacts/journal.jsonl"),
        new("changes the log of another service", "echo x >> $ROOT/artifacts/logs/auth/Test.log"),
        new("changes its own log", "echo x >> $ROOT/artifacts/logs/evil/Ask.log"),
        new("changes the run record", "echo x > $ROOT/artifacts/run.json"),
        new("changes findings of another service", "echo x > $ROOT/artifacts/sarif/auth/Sast.sarif"),
        new("changes a test report of another service", "echo x > $ROOT/artifacts/tests/auth/Test.junit.xml"),
        new("changes the packages of another service", "echo x > $ROOT/artifacts/venvs/auth/site.py"),
        new("changes a branch of the GitOps repository", "echo x > $ROOT/artifacts/local/gitops.git/refs/heads/main"),
        new("adds a hook to the GitOps repository", "echo x > $ROOT/artifacts/local/gitops.git/hooks/update"),
        // The repository.
        new("changes Git's configuration", "git -C $ROOT config core.fsmonitor ./evil.sh"),
        new("adds a Git hook", "echo x > $ROOT/.git/hooks/post-checkout"),
        new("changes Git's index", "git -C $ROOT update-index --chmod=+x services/auth/main.go"),
        new("commits", "git -C $ROOT -c user.name=x -c user.email=x@x commit --allow-empty --message x"),
        new("changes the start of the build", "echo x >> $ROOT/build.sh"),
        new("changes the build", "echo x >> $ROOT/build/Build.cs"),
        new("changes the catalog", "echo x >> $ROOT/pipeline.yaml"),
        // The home.
        new("changes the user's settings of Git", "git config --global core.editor ./evil.sh"),
        new("changes the user's shell", "echo x >> $HOME/.bashrc"),
        new("adds to the user's profile", "echo x >> $HOME/.profile"),
        new("changes the user's settings of Go", "echo x > $HOME/.config/go/env"),
        new("puts a program in front of others", "echo x > $HOME/.local/bin/git"),
        new("replaces a downloaded tool", "echo x > $HOME/.cache/pipeline/tools/cosign/cosign"),
        new("replaces a tool of Go", "echo x > $HOME/go/bin/govulncheck"),
        new("reads the keys of AWS", "cat $HOME/.aws/credentials"),
        new("reads logins to registries", "cat $HOME/.docker/config.json"),
        new("reads a key of SSH", "cat $HOME/.ssh/id_ed25519"),
        new("reads the access to a cluster", "cat $HOME/.kube/config"),
        new("reads the token of gh", "cat $HOME/.config/gh/hosts.yml"),
        new("reads Git's passwords", "cat $HOME/.git-credentials"),
        new("reads credentials through a link", "ln -s $HOME/.aws link && cat link/credentials"),
        new("reads credentials through a hard link", "ln $HOME/.aws/credentials link && cat link"),
        new("reads credentials where a variable says", "cat $MACHINE/kube/config"),
        // The environment.
        new("sees GitHub's token", "test -n \"$GITHUB_TOKEN\""),
        new("sees the way to an identity", "test -n \"$ACTIONS_ID_TOKEN_REQUEST_TOKEN$ACTIONS_ID_TOKEN_REQUEST_URL\""),
        new("sees a key of AWS", "test -n \"$AWS_SECRET_ACCESS_KEY$AWS_ACCESS_KEY_ID\""),
        new("sees a signing key", "test -n \"$COSIGN_KEY\""),
        new("sees a token by a name that is passed", "test -n \"$NPM_CONFIG_TOKEN\""),
        new("sees a secret parameter by a name that is passed", "test -n \"$PIP_EXTRA\""),
        new("sets a variable of later steps", "echo X=1 >> \"$GITHUB_ENV\""),
        new("sets the path of later steps", "echo /evil >> \"$GITHUB_PATH\""),
        new("sets an output of the job", "echo digest=x >> \"$GITHUB_OUTPUT\""),
        new("writes the summary of the job", "echo x >> \"$GITHUB_STEP_SUMMARY\""),
        new("guesses the file of variables", "echo X=1 >> $MACHINE/runner/_runner_file_commands/set_env_1"),
        // Other processes.
        new("reads the environment of the build", "tr '\\0' '\\n' < /proc/$PPID/environ | grep -q ="),
        new("reads the memory map of the build", "grep -q . /proc/$PPID/maps"),
        new("signals the build", "kill -0 $PPID") { Landlock = 6 },
        new("changes how the build is chosen to die", "cat /proc/$PPID/oom_score_adj > /proc/$PPID/oom_score_adj"),
        new(
            "traces the build",
            "BUILD=$PPID /usr/bin/python3 -c 'import ctypes, os; exit(ctypes.CDLL(None).ptrace(0x4206, int(os.environ[\"BUILD\"]), 0, 0) != 0)'"
        ),
        new(
            "connects to a hidden socket of the build",
            "/usr/bin/python3 -c 'import os, socket; socket.socket(socket.AF_UNIX).connect(\"\\0pipeline-\" + os.environ[\"SOCKET\"])'"
        )
        {
            Landlock = 6,
        },
        // As root.
        new("reaches the disk by a device of its own", "mknod disk b 254 0") { IsOfRoot = true },
        new("hides another service by a mount", "mount -t tmpfs none $ROOT/services/auth && umount $ROOT/services/auth")
        {
            IsOfRoot = true,
        },
    ];

    /// <inheritdoc />
    public override string ToString() => Way;
}
