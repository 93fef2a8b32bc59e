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
        new("sshd", "the server that GitOps repositories and hosts are reached at over SSH")
        {
            Probes =
            [
                ["sh", "-c", "test -x /usr/sbin/sshd && ssh -V 2>&1"],
            ],
            Apt = ["openssh-server"],
            Site = "https://www.openssh.com",
        },
        new("prometheus", "measures the objectives of services in tests, with history by promtool")
        {
            Probes =
            [
                ["sh", "-c", "command -v promtool >/dev/null && prometheus --version 2>&1"],
            ],
            Apt = ["prometheus"],
            Brew = ["prometheus"],
            Site = "https://prometheus.io",
        },
        new("locust", "puts servers under load in tests")
        {
            Probes =
            [
                ["locust", "--version"],
            ],
            Apt = ["python3-locust"],
            Site = "https://locust.io",
        },
        new("skopeo", "asks registries for images as scanners do, with the login that a step has")
        {
            Probes =
            [
                ["skopeo", "--version"],
            ],
            Apt = ["skopeo"],
            Brew = ["skopeo"],
            Site = "https://github.com/containers/skopeo",
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
        new("mvn", "builds Java services in tests, with nothing but the system's packages")
        {
            Probes =
            [
                [
                    "sh",
                    "-c",
                    "test -e /usr/share/maven-repo/org/jacoco -a -e /usr/share/maven-repo/junit/junit -a -e /usr/share/maven-repo/org/apache/maven/plugins/maven-antrun-plugin && mvn --version",
                ],
            ],
            Apt =
            [
                "default-jdk-headless",
                "junit4",
                "libjacoco-java",
                "libmaven-antrun-plugin-java",
                "libmaven-compiler-plugin-java",
                "libmaven-jar-plugin-java",
                "libmaven-resources-plugin-java",
                "libsurefire-java",
                "maven",
            ],
            Site = "https://maven.apache.org",
        },
        new("cargo", "builds Rust services in tests")
        {
            Probes =
            [
                ["sh", "-c", "cargo --version && cargo clippy --version && cargo fmt --version"],
            ],
            Apt = ["cargo", "rust-clippy", "rustfmt"],
            Site = "https://rustup.rs",
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
