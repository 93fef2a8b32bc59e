using Pipeline.Tools;

/// <summary>What the tests of this repository work with, beside what its services need.</summary>
static class OwnTools
{
    public static ImmutableArray<Tool> All { get; } =
    [
        new("dockerd", "the second container engine that images are tested with")
        {
            Probes =
            [
                ["dockerd", "--version"],
            ],
            Apt = ["docker.io"],
            Site = "https://docs.docker.com/engine",
        },
        new("chromium", "opens the HTML report as a reader would")
        {
            Probes =
            [
                ["chromium", "--version"],
                ["chromium-browser", "--version"],
                ["google-chrome", "--version"],
            ],
            Apt = ["chromium"],
            Site = "https://www.chromium.org",
        },
        new("tmux", "shows the live view as a terminal would")
        {
            Probes =
            [
                ["tmux", "-V"],
            ],
            Apt = ["tmux"],
            Brew = ["tmux"],
            Site = "https://github.com/tmux/tmux",
        },
        new("zsh", "one of the shells that complete command lines")
        {
            Probes =
            [
                ["zsh", "--version"],
            ],
            Apt = ["zsh"],
            Brew = ["zsh"],
            Site = "https://www.zsh.org",
        },
        new("sshd", "the server that GitOps repositories are reached at over SSH")
        {
            Probes =
            [
                ["sh", "-c", "test -x /usr/sbin/sshd && ssh -V 2>&1"],
            ],
            Apt = ["openssh-server"],
            Site = "https://www.openssh.com",
        },
        new("redis-server", "one of the servers that test dependencies are tested with")
        {
            Probes =
            [
                ["redis-server", "--version"],
            ],
            Apt = ["redis-server"],
            Brew = ["redis"],
            Site = "https://redis.io",
        },
        new("gh", "creates releases on GitHub")
        {
            Probes =
            [
                ["gh", "--version"],
            ],
            Apt = ["gh"],
            Brew = ["gh"],
            Site = "https://cli.github.com",
        },
        new("shellcheck", "holds build.sh against the pitfalls of the shell")
        {
            Probes =
            [
                ["shellcheck", "--version"],
            ],
            Apt = ["shellcheck"],
            Brew = ["shellcheck"],
            Site = "https://www.shellcheck.net",
        },
    ];
}
