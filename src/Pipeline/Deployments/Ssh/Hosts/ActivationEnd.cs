using Pipeline.Catalog;
using Pipeline.Foundation.Failures;

namespace Pipeline.Deployments.Ssh.Hosts;

/// <summary>What <c>activate.sh</c> said about a release that does not run.</summary>
/// <param name="Host">The host.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Seen">The state before.</param>
internal sealed record ActivationEnd(HostAddress Host, string Unit, HostedService Seen)
{
    // The last lines say most.
    private const int MostWords = 3;

    /// <summary>Why the service is not healthy; null where it was not asked.</summary>
    public string? Complaint { get; init; }

    private string Reason { get; init; } = "";

    private string Status { get; init; } = "";

    private string Back { get; init; } = "";

    private ImmutableArray<string> Journal { get; init; } = [];

    /// <summary>Takes a line.</summary>
    public ActivationEnd With(string word, string rest) =>
        word switch
        {
            "failed" => this with { Reason = rest },
            "status" => this with { Status = rest },
            "back" => this with { Back = rest },
            "journal" => this with { Journal = Journal.Add(rest) },
            _ => this with { Reason = word },
        };

    /// <summary>The failure, as a sentence with what runs now.</summary>
    /// <param name="error">What the script wrote to standard error.</param>
    /// <param name="tell">Takes the journal.</param>
    public StepFailedException ToFailure(string error, Action<string> tell)
    {
        foreach (var line in Journal)
            tell($"{Host}: {line}");
        var why = Reason switch
        {
            "busy" => $"another deployment still works on {Unit} there: wait for it, and run this again",
            "foreign" =>
                $"/etc/systemd/system/{Unit} is there and was not written by Pipeline: rename it, or remove it",
            "blocked" => $"{Seen.Host.Name} has something other than a link to a release as \"current\": remove it",
            "start" when Status == "203" =>
                "systemd could not execute the program (status 203): correct \"ssh.run\", make the file executable, or build it for this processor",
            "start" => $"systemd did not start {Unit}{(Status is "" or "0" ? "" : $" (status {Status})")}",
            "crashed" =>
                $"the program ended soon after its start{(Status is "" or "0" ? "" : $" with status {Status}")}",
            "unhealthy" => Complaint ?? "it is not healthy",
            "alone" => "the connection was lost before it was known to be healthy",
            "log" => "the deployment could not be recorded",
            _ => null,
        };
        if (why is null)
            return HostFailure.Of(Host, error);

        var words = Journal.IsEmpty ? "" : $"; its last words: {string.Join(" | ", Journal.TakeLast(MostWords))}";
        var now = Back switch
        {
            "up" => $"; {Seen.Current} runs again",
            "down" => $"; {Seen.Current} was started again and does not stay up: look at it now",
            "none" => "; nothing ran there before, and nothing does now",
            _ => "",
        };
        return new($"{Host}: {why}{words}{now}");
    }
}
