using System.Text.RegularExpressions;

namespace Pipeline.Tests.Reporting.GitHub;

/// <summary>Reads a log as GitHub's runner does, and refuses what it would take no notice of.</summary>
public sealed partial class WorkflowLog
{
    private static readonly string[] Known =
    [
        "error",
        "warning",
        "notice",
        "group",
        "endgroup",
        "stop-commands",
        "add-mask",
    ];

    private WorkflowLog() { }

    /// <summary>The commands that the runner obeys, in order.</summary>
    public List<WorkflowLogCommand> Commands { get; } = [];

    /// <summary>The lines that are shown, those within groups too.</summary>
    public List<string> Lines { get; } = [];

    public IEnumerable<WorkflowLogCommand> Named(string name) => Commands.Where(command => command.Name == name);

    public static WorkflowLog Read(string text)
    {
        var log = new WorkflowLog();
        string? word = null;
        var open = false;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (word is not null)
            {
                if (line.TrimStart() == $"::{word}::")
                    word = null;
                else
                    log.Lines.Add(line);
                continue;
            }

            // Leading blanks do not matter to the runner, and it has an older form beside this one.
            line.TrimStart().StartsWith("##[", StringComparison.Ordinal).ShouldBeFalse(line);
            if (!line.TrimStart().StartsWith("::", StringComparison.Ordinal))
            {
                log.Lines.Add(line);
                continue;
            }

            var match = Command().Match(line);
            match.Success.ShouldBeTrue(line);
            var command = new WorkflowLogCommand(
                match.Groups["name"].Value,
                match
                    .Groups["properties"]
                    .Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(property => property.Split('=', 2))
                    .ToDictionary(property => property[0].Trim(), property => Unescape(property[1], isProperty: true)),
                Unescape(match.Groups["message"].Value, isProperty: false)
            );
            Known.ShouldContain(command.Name);
            (command.Name == "group" && open).ShouldBeFalse("a group within a group");
            (command.Name == "endgroup" && !open).ShouldBeFalse("the end of no group");
            open = command.Name == "group" || (command.Name != "endgroup" && open);
            if (command.Name == "stop-commands")
                word = command.Message;
            log.Commands.Add(command);
        }

        word.ShouldBeNull("commands were stopped for good");
        open.ShouldBeFalse("a group was left open");
        return log;
    }

    private static string Unescape(string text, bool isProperty)
    {
        // Every percent sign has to be one that was escaped.
        (isProperty ? Escapes() : MessageEscapes())
            .Replace(text, "")
            .ShouldNotContain("%");
        var open = text.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal);
        if (isProperty)
            open = open.Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal);
        return open.Replace("%25", "%", StringComparison.Ordinal);
    }

    [GeneratedRegex("^::(?<name>[a-z-]+)( (?<properties>[^:]*))?::(?<message>.*)$")]
    private static partial Regex Command();

    [GeneratedRegex("%(0D|0A|3A|2C|25)")]
    private static partial Regex Escapes();

    [GeneratedRegex("%(0D|0A|25)")]
    private static partial Regex MessageEscapes();
}

/// <summary>A command that the runner obeys.</summary>
public sealed record WorkflowLogCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Message);
