using System.Diagnostics;

namespace Pipeline.Foundation.Git;

/// <summary>
/// How Git is started, everywhere: without prompts, and so that no setting of a user or a machine changes what it does
/// or prints. What gives access to remotes, who commits and how the work tree's files are converted stays the user's.
/// </summary>
internal static class GitProcess
{
    // Those on the command line win over files and over GIT_CONFIG_COUNT.
    private static readonly string[] Settings =
    [
        // Hooks of the user would run in Pipeline's own clones, and could refuse or change what it does.
        "core.hooksPath=/dev/null",
        // Pipeline's own clones are bare.
        "safe.bareRepository=all",
        // The catalog names the remote, also where it is a folder.
        "protocol.file.allow=always",
        // Nothing is left running when the run ends.
        "core.fsmonitor=false",
        "gc.autoDetach=false",
        "maintenance.autoDetach=false",
        // Output is parsed, and text is UTF-8.
        "color.ui=false",
        "color.diff=false",
        "color.status=false",
        "i18n.logOutputEncoding=UTF-8",
        "i18n.commitEncoding=UTF-8",
        "log.follow=false",
        "log.showSignature=false",
        // A new repository is like those of a machine without settings.
        "init.defaultBranch=main",
        "init.defaultObjectFormat=sha1",
        "init.defaultRefFormat=files",
        // What is fetched and pushed is named in each command, and nothing comes along.
        "fetch.prune=false",
        "fetch.pruneTags=false",
        "fetch.recurseSubmodules=false",
        // It would fetch the trees and files that a partial clone lacks, and each such fetch would write a graph again.
        "fetch.writeCommitGraph=false",
        "submodule.recurse=false",
        "push.followTags=false",
        "push.recurseSubmodules=no",
        "push.gpgSign=false",
        // An empty option drops those before it; most servers refuse any.
        "push.pushOption=",
    ];

    private static readonly string[] Options = [.. Settings.SelectMany(setting => new[] { "-c", setting })];

    // A hook that starts Pipeline has them for its own repository; here the folder decides.
    private static readonly string[] Unwanted =
    [
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DEFAULT_HASH",
        "GIT_DEFAULT_REF_FORMAT",
        "GIT_DIR",
        "GIT_GLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_INDEX_FILE",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    ];

    /// <summary>Prepares a Git process whose streams are pipes.</summary>
    /// <param name="directory">Where it runs; its repository is the one worked on.</param>
    /// <param name="arguments">Its arguments; no shell reads them.</param>
    /// <param name="variables">Further environment variables.</param>
    public static ProcessStartInfo Of(
        string directory,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? variables = null
    )
    {
        var start = new ProcessStartInfo("git", [.. Options, .. arguments])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in Unwanted)
            start.Environment.Remove(name);
        foreach (var (name, value) in variables ?? ImmutableDictionary<string, string?>.Empty)
            start.Environment[name] = value;
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        // SSH would prompt for a passphrase, or for trust in a host.
        start.Environment.TryAdd("SSH_ASKPASS", "false");
        start.Environment["SSH_ASKPASS_REQUIRE"] = "force";
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
