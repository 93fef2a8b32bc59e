using System.Net;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;

namespace Pipeline.Tests.Deployments.GitOps.PullRequests;

/// <summary>
/// GitHub's pull requests of one repository, on loopback, over a real bare repository. It refuses what GitHub refuses;
/// each request and each answer is held against GitHub's own description.
/// </summary>
public sealed partial class FakeGitHub : IDisposable
{
    public const string Owner = "togglemaster";
    public const string Name = "gitops";
    public const string Token = "made-up-forge-token";
    public const string Author = "pipeline-bot";

    private const int LongestBody = 65536;

    private readonly ApiDescription description = ApiDescription.Load();
    private readonly HttpListener listener = new();
    private readonly string bare;
    private readonly Task serving;
    private readonly Lock gate = new();

    /// <param name="bare">The bare repository that the branches are in.</param>
    public FakeGitHub(string bare)
    {
        this.bare = bare;
        Url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        listener.Prefixes.Add($"{Url}/");
        listener.Start();
        serving = Serve();
    }

    public string Url { get; }

    public List<FakePullRequest> PullRequests { get; } = [];

    /// <summary>The requests that came in, as <c>METHOD path</c>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What a request or an answer had in it that GitHub's description does not allow.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Who can review.</summary>
    public HashSet<string> Collaborators { get; } = ["jane", "release-captain", "platform", Author];

    /// <summary>Gives a status to answer with in the place of the real answer, or null.</summary>
    public Func<string, int?> Trouble { get; set; } = _ => null;

    /// <summary>Gives the answer of something between, such as a proxy, in place of the real one, or null.</summary>
    public Func<string, FakeAnswer?> Between { get; set; } = _ => null;

    /// <summary>Merges a pull request as a person would: by a merge commit that repeats its title.</summary>
    public async Task Merge(FakePullRequest request)
    {
        var merge = await Commit(
            request,
            ["-p", request.Base, "-p", request.Head],
            $"Merge pull request #{request.Number}\n\n{request.Title}"
        );
        await Git("update-ref", $"refs/heads/{request.Base}", merge);
        request.IsOpen = false;
    }

    /// <summary>Merges a pull request into one commit, whose message is its title and its text.</summary>
    public async Task Squash(FakePullRequest request)
    {
        var squash = await Commit(
            request,
            ["-p", request.Base],
            $"{request.Title} (#{request.Number})\n\n{request.Body}"
        );
        await Git("update-ref", $"refs/heads/{request.Base}", squash);
        request.IsOpen = false;
    }

    public void Dispose()
    {
        // Stopped first, it would listen once more to be closed.
        listener.Close();
        serving.Wait();
    }

    private async Task<string> Commit(FakePullRequest request, string[] parents, string message)
    {
        var tree = (await Git("merge-tree", "--write-tree", request.Base, request.Head)).Split('\n')[0];
        return await Git([
            "-c",
            "user.name=A Reviewer",
            "-c",
            "user.email=reviewer@example.com",
            "-c",
            "commit.gpgsign=false",
            "commit-tree",
            tree,
            .. parents,
            "-m",
            message,
        ]);
    }

    private async Task Serve()
    {
        try
        {
            while (true)
                await Answer(await listener.GetContextAsync());
        }
        catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var text = await reader.ReadToEndAsync();
        var (method, path) = (context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
        lock (gate)
            Requests.Add($"{method} {path}");

        if (Between($"{method} {path}") is { } raw)
        {
            await raw.WriteTo(context.Response);
            return;
        }

        var (status, body) = Trouble($"{method} {path}") is { } trouble
            ? (trouble, new JsonObject { ["message"] = "made-up trouble" })
            : await Judge(context.Request, text.Length == 0 ? null : JsonNode.Parse(text));
        if (status < 500 && description.Operation(method, path) is { } operation && status is not (401 or 403 or 404))
            Note(
                description.ProblemsOfAnswer(operation, status, body).Select(problem => $"{method} {path}: {problem}")
            );
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var output = new StreamWriter(context.Response.OutputStream);
        await output.WriteAsync(body.ToJsonString());
    }

    private async Task<(int, JsonNode)> Judge(HttpListenerRequest request, JsonNode? body)
    {
        var (method, path) = (request.HttpMethod, request.Url!.AbsolutePath);
        if (string.IsNullOrEmpty(request.UserAgent))
            return Refuse(
                403,
                "Request forbidden by administrative rules. Please make sure your request has a User-Agent header"
            );
        if (request.Headers["Authorization"] is not ($"Token {Token}" or $"Bearer {Token}"))
            return Refuse(401, "Bad credentials");
        if (!path.StartsWith($"/repos/{Owner}/{Name}/", StringComparison.Ordinal))
            return Refuse(404, "Not Found");
        if (description.Operation(method, path) is not { } operation)
        {
            Note([$"{method} {path} is no operation"]);
            return Refuse(404, "Not Found");
        }

        var query = request.QueryString.AllKeys.Select(key => (key!, request.QueryString[key]!)).ToArray();
        var problems = description
            .ProblemsOfQuery(operation, query)
            .Concat(description.ProblemsOfRequest(operation, body))
            .ToArray();
        if (problems.Length > 0)
        {
            Note(problems.Select(problem => $"{method} {path}: {problem}"));
            return Refuse(422, "Invalid request.", problems[0]);
        }

        var parts = path.Split('/');
        var number = parts.Length > 5 && int.TryParse(parts[5], out var given) ? given : 0;
        var known = PullRequests.FirstOrDefault(each => each.Number == number);
        return (method, parts[^1]) switch
        {
            ("GET", "pulls") => (200, List(request)),
            ("POST", "pulls") => await Create(operation, body!.AsObject()),
            _ when known is null => Refuse(404, "Not Found"),
            ("PATCH", _) => await Update(operation, known, body!.AsObject()),
            ("POST", "requested_reviewers") => Review(operation, known, body!.AsObject()),
            ("POST", "labels") => (200, Label(known, body!.AsObject())),
            _ => Refuse(404, "Not Found"),
        };
    }

    // As with GitHub, a head without its owner filters nothing.
    private JsonArray List(HttpListenerRequest request)
    {
        // What one pull request is has every property of those in a list.
        var single = description.Operation("POST", $"/repos/{Owner}/{Name}/pulls")!;
        var head = request.QueryString["head"];
        var filter = head?.Contains(':') == true ? head : null;
        var state = request.QueryString["state"] ?? "open";
        return new([
            .. PullRequests
                .Where(each => state == "all" || each.IsOpen == (state == "open"))
                .Where(each => filter is null || filter == $"{Owner}:{each.Head}")
                .Select(each => Show(single, 201, each)),
        ]);
    }

    private async Task<(int, JsonNode)> Create(JsonObject operation, JsonObject body)
    {
        var (head, target, title) = ($"{body["head"]}", $"{body["base"]}", $"{body["title"]}");
        if (await Tip(head) is not { } from)
            return Refuse(422, "Validation Failed", ("PullRequest", "head", "invalid"));
        if (await Tip(target) is not { } to)
            return Refuse(422, "Validation Failed", ("PullRequest", "base", "invalid"));
        if (title.Length == 0 || body["issue"] is not null)
            return Refuse(422, "Validation Failed", ("PullRequest", "title", "missing_field"));
        if ($"{body["body"]}".Length > LongestBody)
            return Refuse(422, "Validation Failed", $"body is too long (maximum is {LongestBody} characters)");
        if (PullRequests.Any(each => each.IsOpen && each.Head == head && each.Base == target))
            return Refuse(422, "Validation Failed", $"A pull request already exists for {Owner}:{head}.");
        if ((await Git("rev-list", "--count", $"{to}..{from}")) == "0")
            return Refuse(422, "Validation Failed", $"No commits between {target} and {head}");

        var made = new FakePullRequest
        {
            Number = PullRequests.Count + 1,
            Head = head,
            Base = target,
            Title = title,
            Body = $"{body["body"]}",
        };
        PullRequests.Add(made);
        return (201, Show(operation, 201, made));
    }

    private async Task<(int, JsonNode)> Update(JsonObject operation, FakePullRequest request, JsonObject body)
    {
        if (body["base"] is { } target && await Tip($"{target}") is null)
            return Refuse(422, "Validation Failed", ("PullRequest", "base", "invalid"));
        if ($"{body["body"]}".Length > LongestBody)
            return Refuse(422, "Validation Failed", $"body is too long (maximum is {LongestBody} characters)");

        request.Title = body["title"] is { } title ? $"{title}" : request.Title;
        request.Body = body["body"] is { } text ? $"{text}" : request.Body;
        request.Base = body["base"] is { } other ? $"{other}" : request.Base;
        return (200, Show(operation, 200, request));
    }

    private (int, JsonNode) Review(JsonObject operation, FakePullRequest request, JsonObject body)
    {
        string[] users = [.. (body["reviewers"] as JsonArray ?? []).Select(name => $"{name}")];
        string[] teams = [.. (body["team_reviewers"] as JsonArray ?? []).Select(name => $"{name}")];
        if (users.Contains(Author))
            return Refuse(422, "Review cannot be requested from pull request author.");
        if (users.Concat(teams).Any(name => !Collaborators.Contains(name)))
            return Refuse(
                422,
                $"Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the {Owner}/{Name} repository."
            );

        request.Asked++;
        request.Reviewers.AddRange(users.Except(request.Reviewers));
        request.Teams.AddRange(teams.Except(request.Teams));
        return (201, Show(operation, 201, request));
    }

    private static JsonArray Label(FakePullRequest request, JsonObject body)
    {
        request.Labels.AddRange(body["labels"]!.AsArray().Select(name => $"{name}").Except(request.Labels));
        return Labels(request);
    }

    private void Note(IEnumerable<string> problems)
    {
        lock (gate)
            Violations.AddRange(problems);
    }

    private async Task<string?> Tip(string branch) =>
        await Git("for-each-ref", "--format=%(objectname)", $"refs/heads/{branch}") is { Length: > 0 } tip ? tip : null;

    private async Task<string> Git(params string[] arguments) =>
        (
            await Cli.Wrap("git").WithArguments(["--git-dir", bare, .. arguments]).ExecuteBufferedAsync()
        ).StandardOutput.Trim();
}
