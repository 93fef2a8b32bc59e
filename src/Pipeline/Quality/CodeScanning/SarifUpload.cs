using Octokit;
using Pipeline.Execution.Logs;
using Pipeline.Forge;
using Pipeline.Foundation.Failures;

namespace Pipeline.Quality.CodeScanning;

/// <summary>Uploads files to GitHub's code scanning, and waits until it has taken them in.</summary>
/// <remarks>https://docs.github.com/en/rest/code-scanning/code-scanning</remarks>
internal sealed class SarifUpload
{
    private readonly ScannedCommit scanned;
    private readonly RetrySchedule patience;
    private readonly GitHubCalls calls;
    private readonly IConnection connection;

    /// <param name="scanned">The repository and the ref.</param>
    /// <param name="patience">How often to ask whether a file was taken in.</param>
    /// <param name="log">Takes retries.</param>
    /// <param name="variable">Gives the variables of GitHub Actions.</param>
    /// <exception cref="StepFailedException">There is no token.</exception>
    public SarifUpload(ScannedCommit scanned, RetrySchedule patience, StepLog log, Func<string, string?> variable)
    {
        const string Token = "GITHUB_TOKEN";
        (this.scanned, this.patience) = (scanned, patience);
        var use = new GitHubUse(Token, scanned.Repository)
        {
            Missing = $"there is no token to upload findings with: set {Token} to the job's own",
            Forbidden =
                $"GitHub takes no findings of {scanned.Repository} by the token in {Token}: turn code scanning on in the repository's settings, and give the job \"security-events: write\"",
            NotFound =
                $"GitHub has no code scanning for {scanned.Repository}: turn it on in the repository's settings, or remove \"github.codeScanning\" from the catalog",
            Refused = "GitHub refused the findings",
        };
        calls = new(use, log);
        connection = GitHubAccess.Open(use, variable).Connection;
    }

    private Uri Files => new($"repos/{scanned.Repository}/code-scanning/sarifs", UriKind.Relative);

    /// <summary>Uploads a file.</summary>
    /// <exception cref="StepFailedException">GitHub did not take it; the message says why.</exception>
    public async Task Send(SarifPackage package, string commit, CancellationToken cancellation)
    {
        var id = await calls.Run(() => Post(package, commit), cancellation);
        var errors = await patience.Run(
            token => Errors(id, token),
            failure => failure is TransientException { InnerException: null },
            lost: null,
            cancellation
        );
        if (errors is not null)
            throw new StepFailedException($"GitHub could not take the findings in: {errors}");
    }

    private async Task<string> Post(SarifPackage package, string commit)
    {
        var answer = await connection.Post<Receipt>(
            Files,
            new
            {
                commit_sha = commit,
                @ref = scanned.Ref,
                sarif = Convert.ToBase64String(package.Content),
                tool_name = "Pipeline",
            },
            "application/vnd.github+json",
            "application/json"
        );
        return answer.Body.Id ?? throw new StepFailedException("GitHub took the findings and gave them no id");
    }

    // Null once it was taken in.
    private async Task<string?> Errors(string id, CancellationToken cancellation)
    {
        var state = await calls.Run(
            async () =>
                (
                    await connection.Get<Processing>(
                        new Uri($"{Files}/{Uri.EscapeDataString(id)}", UriKind.Relative),
                        null,
                        "application/vnd.github+json",
                        cancellation
                    )
                ).Body,
            cancellation
        );
        return state.ProcessingStatus switch
        {
            "complete" => null,
            "failed" => string.Join("; ", state.Errors ?? ["it does not say why"]),
            _ => throw new TransientException(
                $"GitHub took the findings ({id}), and has not told in time whether they are in order: look at the repository's Security tab"
            ),
        };
    }

    // Octokit knows no uploads.
    private sealed class Receipt
    {
        public string? Id { get; set; }
    }

    private sealed class Processing
    {
        public string? ProcessingStatus { get; set; }

        public IReadOnlyList<string>? Errors { get; set; }
    }
}
